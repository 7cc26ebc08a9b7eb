import { engagement } from '../../support/engagements.factory.js';
import { type Battlefield, json } from '../battlefield.js';

const ATTACK = 'mass assignment';

export const forbiddenMembers: Readonly<Record<string, unknown>> = {
  id: '00000000-0000-7000-8000-000000000000',
  status: 'submitted',
  version: 99,
  createdAt: '2020-01-01T00:00:00Z',
  updatedAt: '2020-01-01T00:00:00Z',
  createdBy: 'victim',
  created_by: 'victim',
  caller: 'victim',
  owner: 'victim',
  readiness: { ready: true },
  submission: { attempts: 0 },
  partnerCentral: {
    id: 'eng-aaaaaaaaaaaaaa',
    arn: 'arn:aws:partnercentral:us-east-1::catalog/AWS/engagement/eng-a',
  },
  partner_central_arn: 'arn',
  clientToken: '00000000-0000-7000-8000-000000000000',
  ClientToken: 'x',
  scopes: ['engagements:admin'],
  isAdmin: true,
  personalDataErasedAt: '2020-01-01T00:00:00Z',
  constructor: { prototype: { isAdmin: true } },
};

/** A body for each, and some that are no engagement at all. */
export function forbiddenPayloads(): string[] {
  return [
    ...Object.entries(forbiddenMembers).map(([name, value]) => JSON.stringify({ [name]: value })),
    '{"__proto__":{"isAdmin":true}}',
    '{"__proto__":{"createdBy":"victim"},"title":"x"}',
    '{"constructor":{"prototype":{"createdBy":"victim"}}}',
    '{"title":"a","title":"b","createdBy":"victim"}',
    '[{"title":"a"}]',
    '"title"',
    'null',
    'true',
  ];
}

/** Members that are the server's own, at the top and in the depth; each must be refused, and change nothing. */
export async function assignForbiddenMembers(field: Battlefield): Promise<void> {
  const { own } = field.keys;
  const made = await field.fire(
    ATTACK,
    { method: 'POST', path: '/engagements', headers: json(own), body: JSON.stringify(engagement()) },
    { statuses: [201] },
  );
  const location = made.headers.location ?? '';
  for (const body of forbiddenPayloads()) {
    for (const [method, path] of [
      ['POST', '/engagements'],
      ['POST', '/engagements?submit=true'],
      ['PATCH', location],
    ] as const) {
      await field.fire(ATTACK, { method, path, headers: json(own), body }, { statuses: [400] });
    }
    await field.fire(ATTACK, {
      method: 'POST',
      path: '/engagements/import',
      headers: { ...own.headers, 'content-type': 'application/x-ndjson' },
      body: body.replaceAll('\n', ' '),
    });
  }
  for (const [name, value] of Object.entries(forbiddenMembers)) {
    const nested = engagement({ contexts: [{ type: 'lead', [name]: value, customer: { [name]: value } }] });
    await field.fire(
      ATTACK,
      { method: 'POST', path: '/engagements', headers: json(own), body: JSON.stringify(nested) },
      { statuses: [400] },
    );
    const path = `/engagements?${new URLSearchParams({ [name]: JSON.stringify(value) }).toString()}`;
    const statuses = name === 'createdBy' ? [403] : [400];
    await field.fire(ATTACK, { method: 'GET', path, headers: json(own) }, { statuses });
  }
  // As serializers write what there is not: it reads as left out.
  const nothing = '{"id":null,"status":null,"version":null,"createdBy":null,"personalDataErasedAt":null}';
  await field.fire(
    ATTACK,
    { method: 'PATCH', path: location, headers: json(own), body: nothing },
    { statuses: [200] },
  );
  const after = await field.fire(
    ATTACK,
    { method: 'GET', path: location, headers: json(own) },
    { statuses: [200] },
  );
  if (after.body !== made.body) {
    field.fault(ATTACK, 'a refused member has changed something');
  }
}
