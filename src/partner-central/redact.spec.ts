import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, lead } from '../../test/support/engagements.factory.js';
import { createEngagementRequest } from './create-engagement.request.js';
import { redact, storable } from './redact.js';

const { body } = createEngagementRequest(
  engagement({
    contexts: [
      customerProject({
        customer: {
          companyName: 'Müller & Söhne (Holding)',
          industry: 'Retail',
          websiteUrl: 'https://mueller.example/a?b=c',
          countryCode: 'DE',
        },
      }),
      lead(),
    ],
  }),
  'token',
);

describe("the customer's data that AWS quotes", () => {
  it.each([
    ['a company', 'Müller & Söhne (Holding)'],
    ['a company in another letter case', 'MÜLLER & SÖHNE (HOLDING)'],
    ['a company of a lead', 'Acme'],
    ['a website', 'https://mueller.example/a?b=c'],
    ['a country', 'DE'],
    ['a business problem', 'On-premises capacity runs out each November.'],
    ['a city', 'Seattle'],
    ['a postal code', '98101'],
    ['a state', 'Washington'],
    ['a business title', 'CTO'],
    ['an email address', 'ada@acme.example.com'],
    ['a first name', 'Ada'],
    ['a last name', 'Byron'],
    ['a phone number', '+12065550100'],
    ['a title', 'Cloud migration for Acme'],
    ["a project's title", 'Order platform'],
    ['a description', "Move Acme's order platform to AWS"],
    ['a source', 'Retail Summit'],
    ['what a customer did', 'Asked for a meeting'],
    ['how far a lead is', 'Qualified'],
  ])('is left out: %s', (_, value) => {
    expect(redact(`Value '${value}' is bad`, body)).toBe("Value '[redacted]' is bad");
  });

  it('is left out wherever it stands, and as often', () => {
    expect(redact('Ada,Ada;Byron=Ada', body)).toBe('[redacted],[redacted];[redacted]=[redacted]');
  });

  it('is left out whole where two values overlap', () => {
    const { body: overlapping } = createEngagementRequest(
      engagement({
        contexts: [
          lead({
            customer: { companyName: 'Acme North', address: { city: 'North Seattle', countryCode: 'US' } },
          }),
        ],
      }),
      'token',
    );
    expect(redact('of Acme North Seattle is bad', overlapping)).toBe('of [redacted] is bad');
  });

  it('is left out whole where one value is part of another', () => {
    expect(redact('ada@acme.example.com', body)).toBe('[redacted]');
  });
});

describe('what is nobody’s data', () => {
  it.each([
    ['words that only hold a value', 'Adapt the USAGE: BUSINESS_VALIDATION_FAILED, DENIED, INDEX 981012'],
    ['fields that are not sensitive', 'A title for Acm; Retail; Enterprise; Sandbox; 2099-06-30; Lead'],
  ])('stays: %s', (_, text) => {
    expect(redact(text, body)).toBe(text);
  });
});

describe('our identities', () => {
  it.each([
    ['arn:aws:iam::123456789012:user/robot', '[arn]'],
    ['arn:aws-us-gov:sts::123456789012:assumed-role/a/b', '[arn]'],
    ['AKIAIOSFODNN7EXAMPLE', '[access key]'],
    ['ASIAIOSFODNN7EXAMPLE', '[access key]'],
  ])('are left out: %s', (identity, replacement) => {
    expect(redact(`User: ${identity}, is not authorized`, '{}')).toBe(
      `User: ${replacement}, is not authorized`,
    );
  });
});

describe('what Postgres can keep', () => {
  it.each([null, undefined, 7, true, {}, ['Ada']])(
    'is an empty text where AWS has sent %j for one',
    (sent) => {
      expect([redact(sent, body), storable(sent)]).toEqual(['', '']);
    },
  );

  it.each([
    ['plain words', 'Said AWS.', 'Said AWS.'],
    ['nothing', '', ''],
    ['a whole pair of surrogates', 'a\u{1f600}b', 'a\u{1f600}b'],
    ['NUL, wherever it stands', '\0a\0\0b\0', '\ufffda\ufffd\ufffdb\ufffd'],
    ['other control characters', 'a\u0001\n\tb', 'a\u0001\n\tb'],
    ['the first half of a pair in the middle', 'a\ud83db', 'a\ufffdb'],
    ['the second half of a pair in the middle', 'a\ude00b', 'a\ufffdb'],
    ['halves in the wrong order', '\ude00\ud83d', '\ufffd\ufffd'],
    ['2,000 characters', 'x'.repeat(2000), 'x'.repeat(2000)],
    ['more than 2,000 characters', 'x'.repeat(2001), 'x'.repeat(2000)],
    ['a pair right before the cut', `${'x'.repeat(1998)}\u{1f600}y`, `${'x'.repeat(1998)}\u{1f600}`],
    ['a pair across the cut', `${'x'.repeat(1999)}\u{1f600}`, `${'x'.repeat(1999)}\ufffd`],
  ])('is made of %s', (_, text, kept) => {
    expect(storable(text)).toBe(kept);
    expect(storable(kept)).toBe(kept);
  });

  it('is made of AWS’s words once the customer’s data is out of them', () => {
    expect(redact(`Ada\0\ud83d${'Byron '.repeat(1000)}`, body)).toMatch(
      /^\[redacted\]\ufffd\ufffd(?:\[redacted\] )+/,
    );
    expect(redact('Byron '.repeat(1000), body)).toHaveLength(2000);
    // Where the cut goes through a value, nothing of it stays.
    expect(redact(`${'x'.repeat(1997)} Byron`, body)).toBe(`${'x'.repeat(1997)} [r`);
  });
});

it.each(['arn:aws', 'AKIA', 'Ada', 'A'])('reads 200,000 times %s to the end', (part) => {
  expect(redact(part.repeat(200_000), body)).toEqual(expect.any(String));
});

it('looks through no more than it shows, and takes out whole what begins in it', () => {
  const email = `a.${'x'.repeat(200)}@example.com`;
  const request = JSON.stringify({ Email: email, City: 'Seattle' });
  // The value stands across the end of what is looked through.
  const text = `${'Seattle, '.repeat(434)}${email} ${'y'.repeat(100_000)}`;
  const redacted = redact(text, request);

  expect(redacted).not.toMatch(/Seattle|xx|@|yy/);
  expect(redacted.length).toBeLessThanOrEqual(2000);
  expect(redact(`${'-'.repeat(3000)}${'z'.repeat(3000)}`, request)).toBe('-'.repeat(2000));
});

it('takes the values of long ones out, however little that leaves', () => {
  const problem = 'b'.repeat(1900);

  expect(
    redact(`${problem} ${problem} ${problem} end`, JSON.stringify({ BusinessProblem: problem })),
  ).toMatch(/^\[redacted\] \[redacted\] \[redacted\]$/);
});
