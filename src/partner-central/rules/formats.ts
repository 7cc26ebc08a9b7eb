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
const calendarDate = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const rfc3339 =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt](?<time>\d{2}:\d{2}:\d{2})(?:\.(?<fraction>\d{1,9}))?(?<zone>[Zz]|[+-]\d{2}:\d{2})$/;
/** A timestamp as most are written and all without a fraction are stored, if its day exists. */
const wholeSecondInUtc = /^(?!0000)\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const clock = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

export const isWebsiteUrl = (value: string): boolean => websiteUrl.test(value);
export const isEmail = (value: string): boolean => email.test(value);
export const isE164 = (value: string): boolean => e164.test(value);

/** Whether it is `YYYY-MM-DD` in the years 1000–9999 (AWS's pattern) and a day that exists (ours). */
export function isCalendarDate(value: string): boolean {
  return dayExists(value) && value >= '1000-01-01';
}

/**
 * The UTC form of an RFC 3339 timestamp, to the millisecond and without a fraction of zero, as the SDK writes it
 * on the wire. Undefined where it names no moment: no zone, no such day, a leap second.
 */
export function toUtcTimestamp(value: string): string | undefined {
  if (wholeSecondInUtc.test(value)) {
    return dayExists(value.slice(0, 10)) ? value : undefined;
  }
  const { date, time, fraction = '', zone } = rfc3339.exec(value)?.groups ?? {};
  if (date === undefined || time === undefined || zone === undefined) {
    return undefined;
  }
  const zoneExists = zone.toUpperCase() === 'Z' || clock.test(zone.slice(1));
  if (!dayExists(date) || !clock.test(time) || !zoneExists) {
    return undefined;
  }
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const moment = new Date(`${date}T${time}.${milliseconds}${zone.toUpperCase()}`);
  const year = moment.getUTCFullYear();
  return year >= 1 && year <= 9999 ? moment.toISOString().replace('.000Z', 'Z') : undefined;
}

function dayExists(value: string): boolean {
  if (!calendarDate.test(value)) {
    return false;
  }
  const day = Number(value.slice(8));
  // Every month has 28 days. What is no day of its month rolls over into the next one, or is invalid.
  return day <= 28 || new Date(`${value}T00:00:00Z`).getUTCDate() === day;
}
