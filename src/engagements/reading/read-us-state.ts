import { LONGEST_NAME, nameKey, nameKeys } from '../../errors/name-words.js';
import { type Named, nearestNamed } from '../../errors/nearest.js';
import { isPlainLine } from '../../partner-central/rules/text-lines.js';
import { usStates } from '../../partner-central/rules/us-states.js';
import { withDirection } from './directions.js';

const values = new Map(usStates.map(({ value }) => [value, value]));

/** Each with its postal abbreviation, also as ISO 3166-2 and as `GET /reference/us-states` have it. */
const names = new Map(
  usStates.flatMap(({ value, abbreviation, furtherNames = [] }) => [
    ...[value, `State of ${value}`, `${value} State`, ...furtherNames]
      .flatMap(nameKeys)
      .map((key) => [key, value] as const),
    ...(abbreviation === undefined
      ? []
      : [abbreviation, `US-${abbreviation}`, `${value} (${abbreviation})`, `${abbreviation} - ${value}`].map(
          (name) => [nameKey(name), value] as const,
        )),
  ]),
);

const candidates: readonly Named[] = usStates.flatMap(({ value, furtherNames = [] }) =>
  [value, ...furtherNames].map((name) => ({ name, value })),
);

/** Partner Central's value for the state of a US address that a text names, whatever its letter case and punctuation. */
export function readUsState(text: string): string | undefined {
  return (
    values.get(text) ??
    (text.length > LONGEST_NAME || !isPlainLine(text) ? undefined : names.get(nameKey(withDirection(text))))
  );
}

/** The state whose name a text is near to. */
export function nearestUsState(text: string): string | undefined {
  return nearestNamed(withDirection(text), candidates);
}
