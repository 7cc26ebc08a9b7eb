import { withNumberedMonth } from './named-months.js';

const dayOfCalendar = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
/**
 * A day with its year first, which nobody reads in two ways, and where a program has made a moment of it, midnight
 * wherever that is.
 */
const yearFirst =
  /^(?<year>\d{4})(?<by>[-/.]?)(?<month>\d{1,2})\k<by>(?<day>\d{1,2})(?:[Tt ]00:?00(?::?00(?:[.,]0{1,9})?)? ?(?:[Zz]|UTC|GMT|(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?)?)?$/;
/** A day with its year last: day and month may stand either way. Spreadsheets write a midnight behind it. */
const yearLast =
  /^(?<first>\d{1,2})(?<by>[-/.])(?<second>\d{1,2})\k<by>(?<year>\d{4})(?:,? (?:0?0:00(?::00)?|12:00(?::00)? ?AM))?$/i;
/** The name of a zone whose offset stands before it: JavaScript writes it in brackets, Java in square ones. */
const zoneName = /(?<=[Zz]|[+-]\d{2}:?\d{2})(?: ?\([^()]{1,60}\)|\[[\w/+-]{1,40}\])$/;

/**
 * RFC 3339, and what programs write instead of it: ISO 8601's other forms, blanks for the `T` and before the zone. A zone
 * without a colon or by its name, if that is UTC: other names of zones have more than one meaning, and so has `GMT+2`.
 */
const moment =
  /^(?<year>\d{4})(?<by>[-/.]?)(?<month>\d{1,2})\k<by>(?<day>\d{1,2})(?:T|[ \u00a0\u202f]{1,3})(?<hour>\d{1,2}(?=:)|\d{2}):?(?<minute>\d{2})(?::?(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?[ \u00a0\u202f]{0,3}(?:Z|UTC|GMT|(?:UTC|GMT)?(?<sign>[+-])(?<zoneHour>\d{2})(?::?(?<zoneMinute>\d{2}))?)$/i;
/** A timestamp as most are written and all without a fraction are stored, if its day exists. */
const wholeSecondInUtc = /^(?!0000)\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const clock = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/** Whether it is `YYYY-MM-DD` in the years 1000–9999 (AWS's pattern) and a day that exists (ours). */
export function isCalendarDate(value: string): boolean {
  return dayExists(value) && value >= '1000-01-01';
}

/**
 * A day whose year stands first, or whose month is named, as YYYY-MM-DD: `2027/06/30`, `20270630`, `30 June 2027`, and
 * the midnight that a program has made of it. Undefined where it is no such day, or names a time of it. What is YYYY-MM-DD
 * already stays: whether there is such a day, `isCalendarDate` tells.
 */
export function toCalendarDate(value: string): string | undefined {
  if (dayOfCalendar.test(value)) {
    return value;
  }
  const date = dateOf(yearFirst.exec(inNumbers(value))?.groups);
  return isCalendarDate(date) ? date : undefined;
}

/**
 * The day, as YYYY-MM-DD, that one with its year last probably is; undefined where day and month could be either.
 */
export function probableDate(value: string): string | undefined {
  const { first, second, year } = yearLast.exec(value)?.groups ?? {};
  const either = [
    { year, month: first, day: second },
    { year, month: second, day: first },
  ];
  const [date, another] = new Set(either.map(dateOf).filter(isCalendarDate));
  return another === undefined ? date : undefined;
}

/** With its month as a number, and without the name of a zone whose offset it has. */
function inNumbers(value: string): string {
  return (withNumberedMonth(value) ?? value).replace(zoneName, '');
}

/** As YYYY-MM-DD, which may be no day; empty where there is none. Without anything between them, month and day need two digits. */
function dateOf({ year = '', by, month = '', day = '' }: Parts = {}): string {
  const isWhole = by !== '' || `${month}${day}`.length === 4;
  return isWhole ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : '';
}

function timeOf({ hour = '', minute, second = '00' }: Parts): string {
  return `${hour.padStart(2, '0')}:${minute}:${second}`;
}

function zoneOf({ zoneHour = '00', zoneMinute = '00' }: Parts): string {
  return `${zoneHour}:${zoneMinute}`;
}

/** The parts of a text that a pattern names. */
type Parts = Readonly<Partial<Record<string, string>>>;

/**
 * The UTC form of a timestamp, to the millisecond and without a fraction of zero, as the SDK writes it on the wire.
 * Undefined where it names no moment: no zone, no such day, a leap second.
 */
export function toUtcTimestamp(value: string): string | undefined {
  if (wholeSecondInUtc.test(value)) {
    return dayExists(value.slice(0, 10)) ? value : undefined;
  }
  const parts = moment.exec(inNumbers(value))?.groups;
  if (parts === undefined) {
    return undefined;
  }
  const date = dateOf(parts);
  const time = timeOf(parts);
  const zone = zoneOf(parts);
  if (!dayExists(date) || !clock.test(time) || !clock.test(zone)) {
    return undefined;
  }
  const { sign = '+', fraction = '' } = parts;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const inUtc = new Date(`${date}T${time}.${milliseconds}${sign}${zone}`);
  const yearInUtc = inUtc.getUTCFullYear();
  return yearInUtc >= 1 && yearInUtc <= 9999 ? inUtc.toISOString().replace('.000Z', 'Z') : undefined;
}

function dayExists(value: string): boolean {
  if (!dayOfCalendar.test(value)) {
    return false;
  }
  const day = Number(value.slice(8));
  // Every month has 28 days. What is no day of its month rolls over into the next one, or is invalid.
  return day <= 28 || new Date(`${value}T00:00:00Z`).getUTCDate() === day;
}
