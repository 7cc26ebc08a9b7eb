/**
 * The same strings as AWS's published WebsiteUrl pattern, which backtracks exponentially. Here no part can match
 * what ends it, so a failed match costs one pass for each of the optional prefixes.
 */
const websiteUrl = /^(?:https?:\/\/)?(?:www\.)?[A-Za-z0-9-]+\.[(-|]+$/;

/**
 * AWS's Email pattern: single dots between the parts, and labels of the host that begin and end with a letter or digit.
 * No part can match the dot or the `@` that ends it, so it is linear too.
 */
const email =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

const e164 = /^\+[1-9]\d{1,14}$/;

export const isWebsiteUrl = (value: string): boolean => websiteUrl.test(value);
export const isEmail = (value: string): boolean => email.test(value);
export const isE164 = (value: string): boolean => e164.test(value);
