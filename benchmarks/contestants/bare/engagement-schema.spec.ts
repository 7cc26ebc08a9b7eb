import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { checkedFindings } from '../../../src/engagements/readiness.js';
import { readEngagement } from '../../../src/engagements/reading/read-engagement.js';
import {
  contact,
  customerProject,
  engagement,
  interaction,
  lead,
} from '../../../test/support/engagements.factory.js';
import { incompleteBody } from '../../bodies.js';
import { ajvOptions, engagementSchema } from './engagement-schema.js';

const app = fastify({ ajv: { customOptions: ajvOptions } });
for (const completeness of ['draft', 'complete'] as const) {
  app.post(`/${completeness}`, { schema: { body: engagementSchema(completeness) } }, () => ({}));
}

async function takes(completeness: 'draft' | 'complete', body: object): Promise<boolean> {
  const { statusCode } = await app.inject({ method: 'POST', url: `/${completeness}`, payload: body });
  return statusCode === 200;
}

/** The product's own word. */
function productTakes(completeness: 'draft' | 'complete', body: object): boolean {
  const parsed: unknown = JSON.parse(JSON.stringify(body));
  const { value, findings } = readEngagement(parsed);
  // A missing catalog is filled in before.
  value['catalog'] ??= 'Sandbox';
  const { draft, submit } = checkedFindings(value, 'reference');
  return [...findings, ...(completeness === 'draft' ? draft : submit)].length === 0;
}

const withInteraction = (overrides: object) =>
  engagement({ contexts: [lead({ interactions: [interaction(overrides)] })] });
const address = (overrides: object) => {
  const { customer, ...others } = lead();
  return engagement({ contexts: [{ ...others, customer: { ...customer, address: overrides } }] });
};

const bodies: [string, object][] = [
  ['a complete engagement', engagement()],
  ['a draft that lacks much', incompleteBody('Cloud migration')],
  ['nothing', {}],
  ['an empty title', engagement({ title: '' })],
  ['a title that is too long', engagement({ title: 'x'.repeat(41) })],
  ['a title of as many characters of two units as may be', engagement({ title: '😀'.repeat(40) })],
  ['an unknown field', engagement({ colour: 'red' })],
  ['an unknown catalog', engagement({ catalog: 'Moon' })],
  ['six contexts', engagement({ contexts: Array.from({ length: 6 }, () => customerProject()) })],
  ['a context without a type', engagement({ contexts: [customerProject({ type: undefined })] })],
  ['a field of another type of context', engagement({ contexts: [customerProject({ interactions: [] })] })],
  ['no interactions', engagement({ contexts: [lead({ interactions: [] })] })],
  ['a businessProblem that is too short', withInteraction({ businessProblem: 'Too slow.' })],
  ['a day that does not exist', withInteraction({ interactionDate: '2026-02-31T10:30:00Z' })],
  ['a bad email address', withInteraction({ contact: contact({ email: 'ada' }) })],
  ['a bad phone number', withInteraction({ contact: contact({ phone: '+0' }) })],
  ['no contact', withInteraction({ contact: undefined })],
  ['a state that is none', address({ countryCode: 'US', stateOrRegion: 'Bavaria' })],
  ['a region elsewhere', address({ countryCode: 'DE', stateOrRegion: 'Bavaria' })],
  ['a number for a text', engagement({ description: 4 })],
];

describe.each(['draft', 'complete'] as const)(
  'as %s, the schema takes what the product takes',
  (completeness) => {
    it.each(bodies)('%s', async (_, body) => {
      expect(await takes(completeness, body)).toBe(productTakes(completeness, body));
    });
  },
);

it('drafts may be incomplete, and are no less checked for it', async () => {
  expect(await takes('draft', {})).toBe(true);
  expect(await takes('complete', {})).toBe(false);
  expect(await takes('draft', engagement({ title: 'x'.repeat(41) }))).toBe(false);
  expect(await takes('complete', engagement())).toBe(true);
});
