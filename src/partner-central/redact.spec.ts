import { describe, expect, it } from '@jest/globals';
import { customerProject, engagement, lead } from '../../test/support/engagements.factory.js';
import { createEngagementRequest } from './create-engagement.request.js';
import { redact } from './redact.js';

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
    ['fields that are not sensitive', 'Cloud migration for; Retail; Qualified; evt-42; Enterprise'],
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

it.each(['arn:aws', 'AKIA', 'Ada', 'A'])('reads 200,000 times %s to the end', (part) => {
  expect(redact(part.repeat(200_000), body)).toEqual(expect.any(String));
});
