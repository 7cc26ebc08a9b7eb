import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, interaction, lead } from '../../../test/support/engagements.factory.js';
import { readEngagement } from '../reading/read-engagement.js';
import { checkedFindings } from '../readiness.js';

/**
 * AWS's field table once more, written from its reference rather than from the rules in `src`, so that a wrong rule
 * shows.
 */
const project = '/contexts/0';
const leadAt = '/contexts/1';
const interactionAt = `${leadAt}/interactions/0`;

/** A complete engagement with one field changed; undefined leaves it out. */
function changed(pointer: string, value: unknown): unknown {
  const body: unknown = { catalog: 'Sandbox', externalRef: 'crm-1', ...engagement({ contexts: complete() }) };
  const names = pointer.split('/').slice(1);
  const last = names.pop() ?? '';
  const parent = names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), body);
  Reflect.set(Object(parent), last, value);
  return JSON.parse(JSON.stringify(body));
}

const complete = () => [customerProject({ id: '1' }), lead({ id: '2' })];

/** What saving, and what submitting, finds in such an engagement. */
function findings(pointer: string, value: unknown) {
  const { value: content, findings: found } = readEngagement(changed(pointer, value));
  const { draft, submit } = checkedFindings(content, 'reference');
  const short = (list: typeof draft) => [...found, ...list].map((one) => `${one.pointer ?? ''} ${one.code}`);
  return { draft: short(draft), submit: short(submit) };
}

const fine = { draft: [], submit: [] };
const refused = (finding: string) => ({ draft: [finding], submit: [finding] });
const onlySubmit = (finding: string) => ({ draft: [], submit: [finding] });

it('takes the complete engagement that each case changes', () => {
  expect(findings('/title', 'x')).toEqual(fine);
});

const required = true;
const optional = false;
const texts = [
  { field: '/externalRef', needed: optional, min: 1, max: 255 },
  { field: '/title', needed: required, min: 1, max: 40 },
  // AWS takes an empty one; this project does not.
  { field: '/description', needed: required, min: 1, max: 255 },
  { field: `${project}/id`, needed: optional, min: 1, max: 3 },
  { field: `${project}/customer/companyName`, needed: required, min: 1, max: 120 },
  { field: `${project}/project/title`, needed: required, min: 1, max: 255 },
  { field: `${project}/project/businessProblem`, needed: required, min: 20, max: 2000 },
  { field: `${leadAt}/id`, needed: optional, min: 1, max: 3 },
  { field: `${leadAt}/qualificationStatus`, needed: optional, min: 1, max: 255 },
  { field: `${leadAt}/customer/companyName`, needed: required, min: 1, max: 120 },
  { field: `${leadAt}/customer/address/city`, needed: optional, min: 0, max: 255 },
  { field: `${leadAt}/customer/address/postalCode`, needed: optional, min: 0, max: 20 },
  { field: `${leadAt}/customer/awsMaturity`, needed: optional, min: 1, max: 20 },
  { field: `${interactionAt}/sourceType`, needed: required, min: 1, max: 255 },
  { field: `${interactionAt}/sourceId`, needed: required, min: 1, max: 255 },
  { field: `${interactionAt}/sourceName`, needed: required, min: 1, max: 255 },
  { field: `${interactionAt}/useCase`, needed: optional, min: 1, max: 255 },
  { field: `${interactionAt}/customerAction`, needed: required, min: 1, max: 255 },
  { field: `${interactionAt}/businessProblem`, needed: optional, min: 20, max: 2000 },
  { field: `${interactionAt}/contact/businessTitle`, needed: required, min: 1, max: 80 },
  { field: `${interactionAt}/contact/firstName`, needed: required, min: 1, max: 80 },
  { field: `${interactionAt}/contact/lastName`, needed: required, min: 1, max: 80 },
];

/** AWS takes any character everywhere; that the others are single lines is this project's. */
const multiLine = /\/(?:description|businessProblem)$/;

describe.each(texts)('$field of $min to $max characters', ({ field, needed, min, max }) => {
  // One character each, though one, two and four bytes of UTF-8, and one or two units of UTF-16.
  it.each(['a', 'ä', '😀'])('takes both edges of %s and nothing beyond', (character) => {
    expect(findings(field, character.repeat(max))).toEqual(fine);
    expect(findings(field, character.repeat(max + 1))).toEqual(refused(`${field} VALUE_OUT_OF_RANGE`));
    expect(findings(field, character.repeat(Math.max(min, 1)))).toEqual(fine);
    if (min > 1) {
      expect(findings(field, character.repeat(min - 1))).toEqual(onlySubmit(`${field} VALUE_OUT_OF_RANGE`));
    }
  });

  it('may be missing or empty in a draft', () => {
    const missing = onlySubmit(`${field} REQUIRED_FIELD_MISSING`);
    const empty = min === 0 ? fine : onlySubmit(`${field} VALUE_OUT_OF_RANGE`);
    expect(findings(field, undefined)).toEqual(needed ? missing : fine);
    expect(findings(field, '')).toEqual(needed ? missing : empty);
    expect(findings(field, ' \n ')).toEqual(needed ? missing : empty);
  });

  it(`has ${multiLine.test(field) ? 'line breaks and tabs' : 'no line breaks, no tabs'}, no controls and no direction overrides`, () => {
    const padded = (text: string) => text.padEnd(min, 'x');
    for (const text of ['a\nb', 'a\tb', 'a\u2028b', 'a\u0085b'].map(padded)) {
      expect(findings(field, text)).toEqual(
        multiLine.test(field) ? fine : refused(`${field} INVALID_STRING_FORMAT`),
      );
    }
    for (const text of ['a\0b', 'a\ud800', 'a\u0007b', 'a\u009fb', 'a\u202eb', 'a\u2066b'].map(padded)) {
      expect(findings(field, text)).toEqual(refused(`${field} INVALID_STRING_FORMAT`));
    }
  });
});

const choices = [
  { field: '/catalog', needed: required, good: ['Sandbox', 'AWS'], bad: ['Production', 'AWS,Sandbox'] },
  { field: `${project}/customer/industry`, needed: required, good: ['Aerospace'], bad: ['Retai', 'Retail2'] },
  {
    field: `${project}/customer/countryCode`,
    needed: required,
    good: ['AN', 'ZW'],
    bad: ['XX', 'KP', 'Korea', 'Republic of China', 'North Korea'],
  },
  { field: `${leadAt}/customer/industry`, needed: optional, good: ['Other'], bad: ['Others'] },
  {
    field: `${leadAt}/customer/address/countryCode`,
    needed: optional,
    good: ['US'],
    bad: ['Virgin Islands'],
  },
  {
    field: `${leadAt}/customer/marketSegment`,
    needed: optional,
    good: ['Enterprise', 'Large', 'Medium', 'Small', 'Micro'],
    bad: ['Tiny'],
  },
];

describe.each(choices)('$field', ({ field, needed, good, bad }) => {
  it('takes its values in any letter case', () => {
    for (const value of good.flatMap((name) => [name, name.toLowerCase(), name.toUpperCase()])) {
      expect(findings(field, value)).toEqual(fine);
    }
  });

  it.each(bad)('refuses %s', (value) => {
    expect(findings(field, value)).toEqual(refused(`${field} INVALID_ENUM_VALUE`));
  });

  it('may be missing or empty in a draft', () => {
    const missing = onlySubmit(`${field} REQUIRED_FIELD_MISSING`);
    expect(findings(field, undefined)).toEqual(needed ? missing : fine);
    expect(findings(field, '')).toEqual(needed ? missing : onlySubmit(`${field} VALUE_OUT_OF_RANGE`));
  });
});

describe('the type of a context', () => {
  const type = `${leadAt}/type`;

  it.each(['lead', 'Lead', 'LEAD', ' lead '])('may be %s', (value) => {
    expect(findings(type, value)).toEqual(fine);
  });

  it.each(['leads', 'ProspectingResult', 'constructor'])('may not be %s', (value) => {
    expect(findings(type, value)).toEqual(refused(`${type} INVALID_ENUM_VALUE`));
  });

  it('may be missing or empty in a draft', () => {
    for (const value of [undefined, '']) {
      expect(findings(type, value)).toEqual(onlySubmit(`${type} REQUIRED_FIELD_MISSING`));
    }
  });
});

const url = (length: number) => `${'a'.repeat(length - 2)}.b`;
const email = (length: number) => `${'a'.repeat(length - 4)}@b.c`;
const formats = [
  { field: `${project}/customer/websiteUrl`, needed: required, good: [url(4), url(255)], bad: ['localhost'] },
  { field: `${leadAt}/customer/websiteUrl`, needed: optional, good: [url(4), url(255)], bad: ['x.com/~me'] },
  {
    field: `${project}/project/targetCompletionDate`,
    needed: required,
    good: ['1000-01-01', '9999-12-31'],
    bad: ['0999-12-31', '2026-02-31'],
  },
  {
    field: `${interactionAt}/interactionDate`,
    needed: optional,
    good: ['2026-11-02T10:30:00Z', '2026-11-02T10:30:00.123456789+02:00'],
    bad: ['2026-11-02', '2026-11-02T10:30:00'],
  },
  {
    field: `${interactionAt}/contact/email`,
    needed: required,
    good: ['a@b.c', 'A@B.C', email(80)],
    bad: ['ada', 'ada@localhost'],
  },
  {
    field: `${interactionAt}/contact/phone`,
    needed: optional,
    good: ['+12', '+123456789012345', '(206) 555-0100'],
    bad: ['+1', '+1234567890123456', '555-0100', '(206) 555-0100 ext. 7'],
  },
];

describe.each(formats)('$field', ({ field, needed, good, bad }) => {
  it.each(good)('may be %.40s', (value) => {
    expect(findings(field, value)).toEqual(fine);
  });

  it.each(bad)('may not be %s', (value) => {
    expect(findings(field, value).draft).toEqual([`${field} INVALID_STRING_FORMAT`]);
  });

  it('may be missing or empty in a draft', () => {
    const missing = onlySubmit(`${field} REQUIRED_FIELD_MISSING`);
    expect(findings(field, undefined)).toEqual(needed ? missing : fine);
    expect(findings(field, '')).toEqual(needed ? missing : onlySubmit(`${field} VALUE_OUT_OF_RANGE`));
  });
});

it.each([
  [`${project}/customer/websiteUrl`, url(256), refused],
  [`${leadAt}/customer/websiteUrl`, url(256), refused],
  [`${leadAt}/customer/websiteUrl`, url(3), onlySubmit],
  [`${interactionAt}/contact/email`, email(81), refused],
])('%s beyond its length is %.10s…', (field, value, told) => {
  expect(findings(field, value)).toEqual(told(`${field} VALUE_OUT_OF_RANGE`));
});

describe('a state or region', () => {
  const state = `${leadAt}/customer/address/stateOrRegion`;
  const address = (countryCode: string | undefined, stateOrRegion: string) =>
    findings(`${leadAt}/customer/address`, { countryCode, stateOrRegion });

  it.each(['Washington', 'WASHINGTON', 'WA', 'Washington State', 'Dist. of Columbia', 'D.C.', 'fpo, ap', ''])(
    'in the US may be %j',
    (value) => {
      expect(address('us', value)).toEqual(fine);
    },
  );

  it.each(['Bavaria', 'AA', 'Washington, Seattle'])('in the US may not be %s', (value) => {
    expect(address('US', value)).toEqual(refused(`${state} INVALID_ENUM_VALUE`));
  });

  it.each(['DE', undefined])('elsewhere (%s) may be any of up to 255 characters', (country) => {
    expect(address(country, '😀'.repeat(255))).toEqual(fine);
    expect(address(country, '😀'.repeat(256))).toEqual(refused(`${state} VALUE_OUT_OF_RANGE`));
  });
});

it.each([
  `${project}/customer`,
  `${project}/project`,
  `${leadAt}/customer`,
  `${leadAt}/customer/address`,
  `${leadAt}/interactions`,
  `${interactionAt}/contact`,
])('submitting asks for %s', (field) => {
  expect(findings(field, undefined)).toEqual(onlySubmit(`${field} REQUIRED_FIELD_MISSING`));
});

it.each([
  { field: '/contexts', item: lead(), count: 0, expected: fine },
  { field: '/contexts', item: lead(), count: 5, expected: fine },
  { field: '/contexts', item: lead(), count: 6, expected: refused('/contexts TOO_MANY_VALUES') },
  {
    field: `${leadAt}/interactions`,
    item: interaction(),
    count: 0,
    expected: onlySubmit(`${leadAt}/interactions NOT_ENOUGH_VALUES`),
  },
  { field: `${leadAt}/interactions`, item: interaction(), count: 1, expected: fine },
  { field: `${leadAt}/interactions`, item: interaction(), count: 10, expected: fine },
  {
    field: `${leadAt}/interactions`,
    item: interaction(),
    count: 11,
    expected: refused(`${leadAt}/interactions TOO_MANY_VALUES`),
  },
])('$count of $field', ({ field, item, count, expected }) => {
  expect(
    findings(
      field,
      Array.from({ length: count }, () => item),
    ),
  ).toEqual(expected);
});

it('contexts may be missing altogether', () => {
  expect(findings('/contexts', undefined)).toEqual(fine);
});

describe('a control or direction character', () => {
  it.each([
    ['/catalog', 'Sand\u202ebox'],
    [`${project}/customer/industry`, 'Retail\u0000x'],
    [`${project}/customer/websiteUrl`, 'acme\u2066.example.com'],
    [`${leadAt}/customer/address/stateOrRegion`, 'Washing\nton'],
    [`${leadAt}/customer/address/countryCode`, 'U\u202dS'],
    [`${interactionAt}/contact/email`, 'ada\u0001@acme.example.com'],
    [`${interactionAt}/contact/phone`, '+1 206 555\u0007 01'],
    [`${interactionAt}/interactionDate`, '2026-11-02T10:\u202e30:00Z'],
  ])('is told once, where it makes %s unreadable too', (field, value) => {
    expect(findings(field, value)).toEqual(refused(`${field} INVALID_STRING_FORMAT`));
  });

  it.each([
    [
      '/title',
      'Acme \u202egnp',
      'Must be a single line without control or direction characters: holds U+202E at position 6.',
    ],
    [
      '/description',
      'a\n\u0007',
      'Must have no control or direction characters but line breaks and tabs: holds U+0007 at position 3.',
    ],
  ])('is told with its place in %s', (field, value, message) => {
    const content = readEngagement(changed(field, value)).value;
    expect(checkedFindings(content, 'reference').draft).toEqual([
      { pointer: field, code: 'INVALID_STRING_FORMAT', message },
    ]);
  });
});
