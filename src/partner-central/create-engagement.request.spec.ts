import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  contact,
  customerProject,
  engagement,
  interaction,
  lead,
} from '../../test/support/engagements.factory.js';
import { createEngagementRequest } from './create-engagement.request.js';

const content = (overrides: object = {}) => ({ catalog: 'Sandbox', ...engagement(overrides) });
const written = (overrides: object = {}): unknown =>
  JSON.parse(createEngagementRequest(content(overrides), 'token').body);

it('writes these very bytes: a request that is open under a token must stay what it was', () => {
  const contexts = [customerProject({ id: '1' }), lead({ id: '2' })];

  expect(createEngagementRequest(content({ contexts }), '0c1f6c1e').body).toBe(
    '{"Catalog":"Sandbox","ClientToken":"0c1f6c1e","Title":"Cloud migration for Acme",' +
      '"Description":"Move Acme\'s order platform to AWS","Contexts":[' +
      '{"Id":"1","Type":"CustomerProject","Payload":{"CustomerProject":{' +
      '"Customer":{"Industry":"Retail","CompanyName":"Acme","WebsiteUrl":"acme.example.com","CountryCode":"US"},' +
      '"Project":{"Title":"Order platform","BusinessProblem":"On-premises capacity runs out each November.",' +
      '"TargetCompletionDate":"2099-06-30"}}}},' +
      '{"Id":"2","Type":"Lead","Payload":{"Lead":{"QualificationStatus":"Qualified",' +
      '"Customer":{"Industry":"Retail","CompanyName":"Acme","WebsiteUrl":"acme.example.com",' +
      '"Address":{"City":"Seattle","PostalCode":"98101","StateOrRegion":"Washington","CountryCode":"US"},' +
      '"AwsMaturity":"Exploring","MarketSegment":"Enterprise"},' +
      '"Interactions":[{"SourceType":"Event","SourceId":"evt-42","SourceName":"Retail Summit",' +
      '"Usecase":"Migration","InteractionDate":"2026-11-02T10:30:00Z","CustomerAction":"Asked for a meeting",' +
      '"BusinessProblem":"On-premises capacity runs out each November.",' +
      '"Contact":{"BusinessTitle":"CTO","Email":"ada@acme.example.com","FirstName":"Ada","LastName":"Byron",' +
      '"Phone":"+12065550100"}}]}}}]}',
  );
});

it('writes the same bytes whatever order the fields came in', () => {
  const reversed = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, member]) => [key, reversed(member)]),
        )
      : Array.isArray(value)
        ? value.map(reversed)
        : value;

  expect(createEngagementRequest(Object(reversed(content())), 'token')).toEqual(
    createEngagementRequest(content(), 'token'),
  );
});

it('has the hash of its UTF-8 bytes', () => {
  const { body, sha256, clientToken } = createEngagementRequest(content({ title: 'Käse 🧀' }), 'token');

  expect(sha256).toBe(createHash('sha256').update(Buffer.from(body, 'utf8')).digest('hex'));
  expect(body).toContain('"Title":"Käse 🧀"');
  expect(clientToken).toBe('token');
});

it.each([
  ['token', content(), 'another'],
  ['catalog', { ...content(), catalog: 'AWS' }, 'token'],
  [
    'field deep within',
    content({ contexts: [lead({ interactions: [interaction({ useCase: 'x' })] })] }),
    'token',
  ],
  ['order of contexts', content({ contexts: [lead(), customerProject()] }), 'token'],
])('another %s gives another hash', (_, changed, token) => {
  expect(createEngagementRequest(changed, token).sha256).not.toBe(
    createEngagementRequest(content(), 'token').sha256,
  );
});

describe('what is missing or empty', () => {
  it.each([
    ['a context’s id', { contexts: [lead({ id: '' })] }],
    ['no contexts at all', { contexts: [] }],
    ['contexts that were never given', { contexts: undefined }],
  ])('is left out: %s', (_, overrides) => {
    expect(JSON.stringify(written(overrides))).not.toMatch(/"Id"|"Contexts":\[\]|null|""/);
  });

  it('is left out, but for a name that is empty, of which AWS wants the member', () => {
    const nameless = contact({ businessTitle: '', firstName: '', lastName: undefined });

    expect(
      JSON.stringify(written({ contexts: [lead({ interactions: [interaction({ contact: nameless })] })] })),
    ).toContain('"Contact":{"Email":"ada@acme.example.com","FirstName":"","Phone":"+12065550100"}');
  });

  it('is left out of every optional field', () => {
    const bare = lead({
      qualificationStatus: '',
      customer: {
        companyName: 'Acme',
        industry: '',
        websiteUrl: '',
        address: { city: '', postalCode: '', stateOrRegion: '', countryCode: '' },
        awsMaturity: '',
        marketSegment: '',
      },
      interactions: [
        interaction({
          useCase: '',
          interactionDate: '',
          businessProblem: '',
          contact: contact({ phone: '' }),
        }),
      ],
    });

    expect(written({ contexts: [bare] })).toMatchObject({
      Contexts: [
        {
          Payload: {
            Lead: {
              Customer: { CompanyName: 'Acme', Address: {} },
              Interactions: [
                {
                  SourceType: 'Event',
                  SourceId: 'evt-42',
                  SourceName: 'Retail Summit',
                  CustomerAction: 'Asked for a meeting',
                  Contact: {
                    BusinessTitle: 'CTO',
                    Email: 'ada@acme.example.com',
                    FirstName: 'Ada',
                    LastName: 'Byron',
                  },
                },
              ],
            },
          },
        },
      ],
    });
    expect(JSON.stringify(written({ contexts: [bare] }))).not.toMatch(
      /""|Qualification|Industry|Website|City|Postal|State|Country|Maturity|Segment|Usecase|Date|Problem|Phone/,
    );
  });
});

it('has nothing of ours in it', () => {
  const body = JSON.stringify(written({ externalRef: 'crm-8841', status: 'draft' }));

  expect(body).not.toMatch(/crm-8841|externalRef|draft/i);
});

it.each([undefined, '', 'ProspectingResult', 'constructor'])(
  'can’t be written of a context of type %j',
  (type) => {
    expect(() => createEngagementRequest(content({ contexts: [lead({ type })] }), 'token')).toThrow(
      TypeError,
    );
  },
);
