import { knownAddresses } from './redaction/addresses.js';
import { isAwsPath } from './redaction/aws-names.js';
import { unescaped } from './redaction/escapes.js';
import type { Place } from './redaction/place.js';
import { placesIn } from './redaction/places.js';
import { sensitiveValues } from './redaction/sensitive-values.js';
import { indexOf } from './redaction/value-index.js';

/** The longest text of AWS's that is kept, in UTF-16 units: its own are a sentence or two. */
const MAX_LENGTH = 2000;

/** How much of it is looked through: what is cut out makes room for what follows. */
const SEARCHED_LENGTH = 2 * MAX_LENGTH;

/** What AWS is read on beyond it: the longest value of a request, so that one which begins before is found. */
const LONGEST_VALUE = 2000;

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
 * AWS's own words about a request, fit to be stored and shown: without what the request says of a customer or a person
 * (an error may quote it), without ARNs and access keys of ours. In the place of a value stands what it was: `[email]`.
 *
 * AWS's sentence stays one: a value that is an ordinary word ("It", "May", the country IN) is left out only where AWS
 * quotes it, or where it can be nothing else; AWS's names of fields stay whole.
 * @param text what is no text becomes an empty one
 * @param body the JSON of the request that the text is about
 */
export function redact(text: unknown, body: string): string {
  return redactorOf(body)(text);
}

/** `redact` for many texts about one request, whose values are gathered once. */
export function redactorOf(body: string): (text: unknown) => string {
  const values = sensitiveValues(JSON.parse(body));
  const index = indexOf(values);
  const addresses = knownAddresses(values);
  return (text) => {
    const known = textOf(text).replace(arn, '[arn]').replace(accessKeyId, '[access key]');
    if (isAwsPath(known.slice(0, MAX_LENGTH))) {
      return storable(known);
    }
    // No more than can be shown is searched, but so far that a value which begins in it is found to its end.
    const shown = known.slice(0, SEARCHED_LENGTH);
    const searched = unescaped(known.slice(0, SEARCHED_LENGTH + LONGEST_VALUE));
    const places = placesIn(searched.text, index, addresses).map(({ start, end, label }) => ({
      start: searched.origin(start),
      end: searched.origin(end),
      label,
    }));
    return storable(
      withoutPlaces(
        shown,
        places.filter(({ start }) => start < shown.length),
      ),
    );
  };
}

/** Places that overlap go as one: of "Acme North Seattle" nothing stays, be it "Acme North" in "North Seattle". */
function withoutPlaces(text: string, places: readonly Place[]): string {
  let result = '';
  let done = 0;
  for (const { start, end, label } of places.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start >= done) {
      result += `${text.slice(done, start)}[${label}]`;
    }
    done = Math.max(done, end);
  }
  return result + text.slice(done);
}
