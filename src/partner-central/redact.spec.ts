import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, lead } from '../../test/support/engagements.factory.js';
import { createEngagementRequest } from './create-engagement.request.js';
import { redact, redactorOf, storable } from './redact.js';

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
    ['company name', 'Müller & Söhne (Holding)'],
    ['company name', 'MÜLLER & SÖHNE (HOLDING)'],
    ['company name', 'Acme'],
    ['website', 'https://mueller.example/a?b=c'],
    ['website', 'HTTPS://MUELLER.EXAMPLE/A?B=C'],
    ['country code', 'DE'],
    ['business problem', 'On-premises capacity runs out each November.'],
    ['city', 'Seattle'],
    ['postal code', '98101'],
    ['state or region', 'Washington'],
    ['business title', 'CTO'],
    ['email', 'ada@acme.example.com'],
    ['first name', 'Ada'],
    ['last name', 'Byron'],
    ['contact name', 'Ada Byron'],
    ['contact name', 'Byron, Ada'],
    ['phone', '+12065550100'],
    ['title', 'Cloud migration for Acme'],
    ['title', 'Order platform'],
    ['description', "Move Acme's order platform to AWS"],
    ['source type', 'Event'],
    ['source id', 'evt-42'],
    ['source name', 'Retail Summit'],
    ['use case', 'Migration'],
    ['customer action', 'Asked for a meeting'],
    ['qualification status', 'Qualified'],
    ['AWS maturity', 'Exploring'],
  ])('is left out, and told by what it is: %s, %s', (label, value) => {
    expect(redact(`Value '${value}' is bad`, body)).toBe(`Value '[${label}]' is bad`);
  });

  it('is left out wherever it stands, and as often', () => {
    expect(redact('Ada;Ada;Byron=Ada', body)).toBe('[first name];[first name];[last name]=[first name]');
  });

  it('is left out whole where two values overlap', () => {
    const overlapping = JSON.stringify({ CompanyName: 'Acme North', City: 'North Seattle' });

    expect(redact('of Acme North Seattle is bad', overlapping)).toBe('of [company name] is bad');
  });

  it('is left out whole where one value is part of another', () => {
    expect(redact('ada@acme.example.com', body)).toBe('[email]');
    expect(redact('Ada Byron of Acme: cloud migration for acme', body)).toBe(
      '[contact name] of [company name]: [title]',
    );
  });

  it('is told as the more telling one where two fields share it', () => {
    const shared = JSON.stringify({ Title: 'Acme', SourceName: 'Acme', CompanyName: 'Acme' });

    expect(redact('The name Acme is taken.', shared)).toBe('The name [company name] is taken.');
  });

  it('is that of an industry or a market segment in words of the caller’s own', () => {
    const free = JSON.stringify({ Industry: 'Acme-style bakeries', MarketSegment: 'Micro' });

    expect(redact("Industry 'Acme-style bakeries' for Micro, not Retail", free)).toBe(
      "Industry '[industry]' for Micro, not Retail",
    );
  });
});

describe('what is nobody’s data', () => {
  it.each([
    ['words that only hold a value', 'Adapt the USAGE: BUSINESS_VALIDATION_FAILED, DENIED, INDEX 981012'],
    ['fields that are not sensitive', 'A title for Acm; Retail; Enterprise; Sandbox; 2099-06-30; Lead'],
    ['AWS’s own addresses', 'Ask partner-support@amazon.com.'],
    ['dates, limits and ids', 'At 2026-11-02T10:30:00Z, 255 of 2000, 7f3e2d10-0100-2065-5501-000000000000'],
  ])('stays: %s', (_, text) => {
    expect(redact(text, body)).toBe(text);
  });

  it('is all there is in a request without any', () => {
    expect(redact('Rate exceeded for Ada.', '{}')).toBe('Rate exceeded for Ada.');
  });
});

describe('somebody else’s email address', () => {
  it('is left out, though the request does not hold it', () => {
    expect(redact('Owned by bob.lee@partner.example.', body)).toBe('Owned by [email].');
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
      /^\[first name\]\ufffd\ufffd(?:\[last name\] )+/,
    );
    expect(redact('Byron '.repeat(1000), body)).toHaveLength(2000);
    // Where the cut goes through a value, nothing of it stays.
    expect(redact(`${'x'.repeat(1997)} Byron`, body)).toBe(`${'x'.repeat(1997)} [l`);
    expect(redact('\\ud83d and \\u0000 of Ada', body)).toBe('\\ud83d and \\u0000 of [first name]');
  });
});

describe('long texts', () => {
  it.each(['arn:aws', 'AKIA', 'Ada', 'A', 'Ada ', '@', 'a@', '1 ', "'", '\\u', '&amp;', 'one of '])(
    'of 200,000 times %j are read to the end',
    (part) => {
      expect(redact(part.repeat(200_000), body)).toEqual(expect.any(String));
    },
  );

  it('are looked through no further than they are shown, but values that begin there to their end', () => {
    const email = `a.${'x'.repeat(200)}@example.com`;
    const request = JSON.stringify({ Email: email, City: 'Seattle' });
    // The value stands across the end of what is looked through.
    const text = `${'Seattle, '.repeat(434)}${email} ${'y'.repeat(100_000)}`;
    const redacted = redact(text, request);

    expect(redacted).not.toMatch(/Seattle|xx|@|yy/);
    expect(redacted.length).toBeLessThanOrEqual(2000);
    expect(redact(`${'-'.repeat(3000)}${'z'.repeat(3000)}`, request)).toBe('-'.repeat(2000));
  });

  it('lose long values, however little that leaves', () => {
    const problem = 'b'.repeat(1900);

    expect(redact(`${problem} ${problem} ${problem} end`, JSON.stringify({ BusinessProblem: problem }))).toBe(
      '[business problem] [business problem] [business problem]',
    );
  });
});

describe('a hundred findings of 2,000 characters about the largest request', () => {
  const words = (seed: number) =>
    Array.from({ length: 400 }, (_, nth) => `w${((nth * 7919 + seed * 104_729) % 99_991).toString(36)}`)
      .join(' ')
      .slice(0, 2000);
  const request = (problem: (nth: number) => string) =>
    JSON.stringify(
      Array.from({ length: 100 }, (_, nth) => ({
        BusinessProblem: problem(nth),
        Email: `person${nth}@acme${nth}.example.com`,
        FirstName: 'Will',
        LastName: 'May',
        Phone: `+120655501${String(nth).padStart(2, '0')}`,
      })),
    );

  it.each([
    ['other words', words, (nth: number) => words(nth + 1000)],
    ['its own texts', words, words],
    ['repetitions', (nth: number) => 'lead to '.repeat(240) + String(nth), () => 'lead to '.repeat(250)],
    ['names', words, () => 'Will May may will '.repeat(111)],
    ['quotes', words, () => "'May' ".repeat(333)],
    ['text that is cut off', words, () => "'wab... ".repeat(250)],
  ])('are read in well below the time that other requests can wait: %s', (_, problem, text) => {
    const texts = Array.from({ length: 100 }, (_one, nth) => text(nth));
    const json = request(problem);
    redactorOf(json)(texts[0]);
    const fastest = Math.min(
      ...Array.from({ length: 3 }, () => {
        const startedAt = process.cpuUsage().user;
        const redactText = redactorOf(json);
        texts.forEach((one) => redactText(one));
        return (process.cpuUsage().user - startedAt) / 1000;
      }),
    );

    // 20 to 40 ms where it was measured; the limit leaves room for a slower machine.
    expect(fastest).toBeLessThan(200);
  });
});
