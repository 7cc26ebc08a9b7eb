import { engagement } from '../../support/engagements.factory.js';
import { type Battlefield, json } from '../battlefield.js';

const ATTACK = 'mass assignment';

const forbidden: Readonly<Record<string, unknown>> = {
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
  personalDataErasedAt: null,
  constructor: { prototype: { isAdmin: true } },
};

/** Members that are the server's own, at the top and in the depth; each must be refused, and change nothing. */
export async function assignForbiddenMembers(field: Battlefield): Promise<void> {
  const { own } = field.keys;
  const made = await field.fire(
    ATTACK,
    { method: 'POST', path: '/engagements', headers: json(own), body: JSON.stringify(engagement()) },
    { statuses: [201] },
  );
  const location = made.headers.location ?? '';
  const payloads = [
    ...Object.entries(forbidden).map(([name, value]) => JSON.stringify({ [name]: value })),
    '{"__proto__":{"isAdmin":true}}',
    '{"__proto__":{"createdBy":"victim"},"title":"x"}',
    '{"constructor":{"prototype":{"createdBy":"victim"}}}',
    '{"title":"a","title":"b","createdBy":"victim"}',
    '[{"title":"a"}]',
    '"title"',
    'null',
    'true',
  ];
  for (const body of payloads) {
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
  for (const [name, value] of Object.entries(forbidden)) {
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
  const after = await field.fire(
    ATTACK,
    { method: 'GET', path: location, headers: json(own) },
    { statuses: [200] },
  );
  if (after.body !== made.body) {
    field.fault(ATTACK, 'a refused member has changed something');
  }
}
