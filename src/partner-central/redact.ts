/**
 * The members that AWS's model marks as sensitive (of `Contact` everything is), and those that callers fill in words of
 * their own, which may name a customer or a person as well: the history keeps AWS's words for longer than the engagement.
 */
const sensitiveMembers: ReadonlySet<string> = new Set([
  'CompanyName',
  'WebsiteUrl',
  'CountryCode',
  'BusinessProblem',
  'City',
  'PostalCode',
  'StateOrRegion',
  'BusinessTitle',
  'Email',
  'FirstName',
  'LastName',
  'Phone',
  'Title',
  'Description',
  'QualificationStatus',
  'AwsMaturity',
  'SourceType',
  'SourceId',
  'SourceName',
  'Usecase',
  'CustomerAction',
]);

/** The longest text of AWS's that is kept, in UTF-16 units: its own are a sentence or two. */
const MAX_LENGTH = 2000;

/** How much of it is looked through: what is cut out makes room for what follows. */
const SEARCHED_LENGTH = 2 * MAX_LENGTH;

/**
 * AWS's words in a form that Postgres can keep: it refuses NUL and lone surrogates, and an outcome that can't be
 * written would have to be found out again.
 * @param text what AWS has sent in a text's place; what is no text becomes an empty one
 */
export function storable(text: unknown): string {
  return textOf(text).slice(0, MAX_LENGTH).toWellFormed().replaceAll('\0', '\ufffd');
}

const arn = /arn:aws[^\s"',;]*/g;
const accessKeyId = /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g;

/** Nothing makes sure of AWS's types: the SDK hands on a null, a number or an object where its model has a string. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * AWS's own words about a request, fit to be stored and shown: without the customer's data that the request held
 * (an error may quote it), without ARNs and access keys of ours.
 * @param text what is no text becomes an empty one
 * @param body the JSON of the request that the text is about
 */
export function redact(text: unknown, body: string): string {
  return redactorOf(body)(text);
}

/** `redact` for many texts about one request, whose values are gathered once. */
export function redactorOf(body: string): (text: unknown) => string {
  const values = [...new Set(sensitiveValues(JSON.parse(body)))];
  const words = values.map(wholeWord);
  const longest = Math.max(0, ...values.map(({ length }) => length));
  return (text) => {
    const known = textOf(text).replace(arn, '[arn]').replace(accessKeyId, '[access key]');
    // No more than can be shown is searched, but so far that a value which begins in it is found to its end.
    const shown = known.slice(0, SEARCHED_LENGTH);
    const searched = known.slice(0, SEARCHED_LENGTH + longest + 1);
    const places = words.flatMap((word) =>
      Array.from(searched.matchAll(word), ({ index, 0: { length } }) => ({
        start: index,
        end: index + length,
      })),
    );
    return storable(
      withoutPlaces(
        shown,
        places.filter(({ start }) => start < shown.length),
      ),
    );
  };
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Places that overlap go as one: of "Acme North Seattle" nothing stays, be it "Acme North" in "North Seattle". */
function withoutPlaces(text: string, places: readonly Place[]): string {
  let result = '';
  let done = 0;
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= done) {
      result += `${text.slice(done, start)}[redacted]`;
    }
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}

/** Whole words only, or the country code US would be cut out of BUSINESS_VALIDATION_FAILED. */
function wholeWord(value: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(value)}(?![\\p{L}\\p{N}])`, 'giu');
}

function sensitiveValues(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) {
    return [];
  }
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? (sensitiveMembers.has(key) ? [value] : []) : sensitiveValues(value),
  );
}
