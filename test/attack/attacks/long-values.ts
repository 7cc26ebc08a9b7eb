import {
  contact,
  customerProject,
  engagement,
  interaction,
  lead,
} from '../../support/engagements.factory.js';
import { type Battlefield, json } from '../battlefield.js';

const ATTACK = 'long values';

/** Nearly as many as a body may have. */
const BYTES = 250_000;

/** What is looked at for what it was meant to be costs no more for being long. */
const SLOW_MS = 500;

/** Parts of what fields are read as, and what drives patterns and normalization. */
const pieces = [
  ...['United States ', 'N. ', 'Software & Internet, ', '(+49) ', 'tel:', '0049 89;ext=', '\u202d+1 '],
  ...['https://', 'HTTP://acme.com/?a=1&', '\u00e4.', '2026-01-01T00:00:00+0000 ', '1 January 2026, '],
  ...['Z[', '+00:00 (', '<a@b.example> ', '\u0315\u0316', '\ufdfa', '\u200b', ' ', '('],
].map((one) => one.repeat(Math.floor(BYTES / Buffer.byteLength(one))));

/** Fields that are read in more ways than one, each in a complete engagement. */
const fields: readonly ((value: string) => object)[] = [
  (countryCode) => leadOf({ address: { countryCode } }),
  (stateOrRegion) => leadOf({ address: { countryCode: 'US', stateOrRegion } }),
  (industry) => leadOf({ industry }),
  (websiteUrl) => leadOf({ websiteUrl }),
  (phone) => contactOf({ phone }),
  (email) => contactOf({ email }),
  (interactionDate) => engagement({ contexts: [lead({ interactions: [interaction({ interactionDate })] })] }),
  (targetCompletionDate) =>
    engagement({ contexts: [customerProject({ project: { title: 'Long', targetCompletionDate } })] }),
];

const leadOf = (customer: object) => engagement({ contexts: [lead({ customer })] });
const contactOf = (more: object) =>
  engagement({ contexts: [lead({ interactions: [interaction({ contact: contact(more) })] })] });

/** A quarter of a megabyte in each field that is read with forbearance: nothing is found out of it, and that at once. */
export async function sendLongValues(field: Battlefield): Promise<void> {
  const paths = ['/engagements/validate', '/engagements'];
  for (const [place, bodyOf] of fields.entries()) {
    for (const [piece, text] of pieces.entries()) {
      const path = paths[(place + piece) % 2] ?? '';
      const request = {
        method: 'POST',
        path,
        headers: json(field.keys.own),
        body: JSON.stringify(bodyOf(text)),
      };
      const { ms } = await field.fire(ATTACK, request, { statuses: [200, 201, 400, 413] });
      if (ms > SLOW_MS) {
        field.fault(
          ATTACK,
          `${path} took ${Math.round(ms)} ms for ${JSON.stringify(text.slice(0, 20))} in field ${place}`,
        );
      }
    }
  }
}
