/**
 * The formats of Partner Central's text fields. Every pattern here costs linear time: whatever one repeated part can
 * take, the next cannot begin with, or (an e-mail's host label) the way back stays within one label.
 */

/**
 * AWS publishes `(?=.{4,255}$)((http|https)://)??(www[.])??([a-zA-Z0-9]|-)+?([.][a-zA-Z0-9(-|/|=|?)??]+?)+?`.
 * Its last class holds `(-|`, the range from 0x28 to 0x7C, dot included. Hence the repeated group takes the same
 * strings as one dot and a run of that range, without the exponential backtracking.
 */
const websiteUrl = /^(?:https?:\/\/)?(?:www\.)?[A-Za-z0-9-]+\.[(-|]+$/;

/** AWS's published pattern; its limit of 80 characters is checked apart. */
const email =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;

const phone = /^\+[1-9][0-9]{1,14}$/;
const date = /^[1-9][0-9]{3}-(?:0[1-9]|1[012])-(?:0[1-9]|[12][0-9]|3[01])$/;
const timestamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A length as AWS counts it: in characters (Unicode code points), not in UTF-16 units. */
export function characterCount(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; count += 1) {
    index += (text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1;
  }
  return count;
}

/** A WebsiteUrl of 4 to 255 characters; all that pass are ASCII, so units and characters are the same. */
export function isWebsiteUrl(text: string): boolean {
  return text.length >= 4 && text.length <= 255 && websiteUrl.test(text);
}

/** A contact's Email: lower-case, at most 80 characters. */
export function isEmail(text: string): boolean {
  return text.length <= 80 && email.test(text);
}

/** A contact's Phone, in E.164. */
export function isPhone(text: string): boolean {
  return phone.test(text);
}

/** `YYYY-MM-DD`. AWS's pattern lets 2026-02-31 through, so this does too. */
export function isDate(text: string): boolean {
  return date.test(text);
}

/** An ISO 8601 timestamp with its offset, as AWS JSON 1.0 carries a date-time. */
export function isTimestamp(text: string): boolean {
  return timestamp.test(text) && !Number.isNaN(Date.parse(text));
}

/** At most 64 visible ASCII characters. */
export function isClientToken(text: string): boolean {
  return /^[!-~]{1,64}$/.test(text);
}
