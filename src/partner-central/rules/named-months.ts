/** Longer than any moment is written. */
const LONGEST = 120;

const months = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** `30 June 2027`, `30-Jun-2027`, `30. June 2027`, `Wed, 30 Jun 2027` (RFC 5322), also with a time after it. */
const dayFirst =
  /^(?:(?<weekday>[a-z]{3,9})\.?,? )?(?<day>\d{1,2})(?:st|nd|rd|th)?(?:\. ?| |-)(?<month>[a-z]{3,9})\.?(?:, ?| |-)(?<year>\d{4})(?=$|[ T,])/i;
/** `June 30, 2027`, `Wed Jun 30 2027` (JavaScript), also with a time after it. */
const monthFirst =
  /^(?:(?<weekday>[a-z]{3,9})\.?,? )?(?<month>[a-z]{3,9})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?(?:, ?| )(?<year>\d{4})(?=$|[ T,])/i;

/**
 * A day, or a moment, that names its month in English, with its day as `YYYY-MM-DD`. Undefined where it names none, or
 * another day of the week than that day is.
 */
export function withNumberedMonth(value: string): string | undefined {
  const found = value.length > LONGEST ? null : (dayFirst.exec(value) ?? monthFirst.exec(value));
  if (found === null) {
    return undefined;
  }
  const { weekday = '', day = '', month = '', year = '' } = found.groups ?? {};
  const date = `${year}-${twoDigits(indexOf(months, month) + 1)}-${day.padStart(2, '0')}`;
  return weekday === '' || indexOf(weekdays, weekday) === new Date(`${date}T00:00:00Z`).getUTCDay()
    ? `${date}${value.slice(found[0].length).replace(/^, ?/, ' ')}`
    : undefined;
}

const twoDigits = (number: number) => String(number).padStart(2, '0');

/** By its name, or the beginning that it is shortened to: `Sept` too. */
function indexOf(names: readonly string[], name: string): number {
  const start = name.toLowerCase();
  return names.findIndex((one) => one === start || ([3, 4].includes(start.length) && one.startsWith(start)));
}
