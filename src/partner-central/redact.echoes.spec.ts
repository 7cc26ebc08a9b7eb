import { describe, expect, it } from '@jest/globals';
import { redact } from './redact.js';

/** Long and distinctive values, in the ways in which a program may give them back. */

const body = JSON.stringify({
  Title: 'Cloud migration for Acme',
  Contexts: [
    {
      CompanyName: "Müller & O'Brien",
      WebsiteUrl: 'https://www.mueller-obrien.example/shop?a=1&b=2',
      BusinessProblem: 'On-premises capacity runs out each November.\nWe "must" move & grow, says Zoë.',
      Contact: {
        FirstName: 'Zoë',
        LastName: 'Straße',
        Email: 'zoe.s@mueller.example',
        Phone: '+49891234567',
      },
    },
    { CompanyName: '株式会社アクメ', City: 'Kraków' },
  ],
});

it.each([
  ['in capitals', 'MÜLLER & O’BRIEN', '[company name]'],
  ['in small letters', "müller & o'brien", '[company name]'],
  ['escaped as in HTML', 'M&#252;ller &amp; O&#39;Brien', '[company name]'],
  ['escaped as in HTML, in hex', 'M&#xFC;ller &amp; O&#x27;Brien', '[company name]'],
  ['escaped as in JSON', "M\\u00fcller & O\\'Brien", '[company name]'],
  [
    'quoted as in JSON',
    '{\\"companyName\\":\\"Müller & O\'Brien\\"}',
    '{\\"companyName\\":\\"[company name]\\"}',
  ],
  ['decomposed', "Mu\u0308ller & O'Brien", '[company name]'],
  ['in capitals without ß', 'ZOË STRASSE', '[contact name]'],
  ['in a script without blanks', 'The name 株式会社アクメ。', 'The name [company name]。'],
  ['cut off, in a script without blanks', "Value '株式会...' is", "Value '[company name]...' is"],
  ['on one line', 'it says each November. We "must" move & grow, says Zoë', 'it says [business problem]'],
  [
    'with its line break as in JSON',
    'On-premises capacity runs out each November.\\nWe \\"must\\" move &amp; grow, says Zo\\u00eb.',
    '[business problem]',
  ],
  [
    'with dots for its end',
    "Value 'On-premises capacity runs out ea...' is",
    "Value '[business problem]...' is",
  ],
  ['with an ellipsis for its end', 'On-premises capacity… is', '[business problem]… is'],
  ['cut at a length', "Value 'On-premises capacity ru' is", "Value '[business problem]' is"],
  ['cut at the end of the text', "the value 'On-premises cap", "the value '[business problem]"],
  ['a short one cut off', "Value 'Mül...', 'Krak…' is", "Value '[company name]...', '[city]…' is"],
  ['of several words, cut off', 'of Müller & O’Br... now', 'of [company name]... now'],
  ['a title in small letters', 'a cloud migration for acme is', 'a [title] is'],
  ['a website', 'HTTPS://WWW.MUELLER-OBRIEN.EXAMPLE/SHOP?A=1&amp;B=2', '[website]'],
  ['a website as in JSON', 'https:\\/\\/www.mueller-obrien.example\\/shop', '[website]'],
  ['a website’s host', 'The host mueller-obrien.example is unknown.', 'The host [website] is unknown.'],
  ['an email address in capitals', 'ZOE.S@MUELLER.EXAMPLE', '[email]'],
  ['an email address as in HTML', 'zoe.s&#64;mueller.example', '[email]'],
  ['an email address as in a URL', 'email=zoe.s%40mueller.example&x', 'email=[email]&x'],
  ['an email address to write to', '<mailto:zoe.s@mueller.example>.', '<mailto:[email]>.'],
  ['an email address cut off', "Value 'zoe.s@mue...', 'zoe.s@' is", "Value '[email]...', '[email]' is"],
  [
    'an email address’s domain',
    'The domain mueller.example is unknown.',
    'The domain [email domain] is unknown.',
  ],
  ['a phone number with blanks', 'Phone +49 89 1234567 is', 'Phone [phone] is'],
  ['a phone number with signs', 'Phone +49 (0)89/123-4567 is', 'Phone [phone] is'],
  ['a phone number as dialled here', 'Phone (089) 1234567, 0891234567 is', 'Phone [phone], [phone] is'],
  ['a phone number as dialled abroad', 'Phone 0049891234567 is', 'Phone [phone] is'],
  ['a phone number without its sign', "'49891234567'", "'[phone]'"],
  ['a phone number cut off', "Value '+49891234...'", "Value '[phone]...'"],
  ['two phone numbers', '+49 89 1234567 0891234567', '[phone] [phone]'],
])('%s: %s', (_, text, redacted) => {
  expect(redact(text, body)).toBe(redacted);
});

it('is found among values that begin alike', () => {
  const problems = JSON.stringify(
    ['a project', 'a lead of the north', 'a lead of the Northwind shop', 'a lead'].map((whose) => ({
      BusinessProblem: `The problem of ${whose}, in many words`,
      Description: `Acme grows: ${whose} of theirs`,
    })),
  );

  for (const whose of ['a project', 'a lead of the north', 'a lead of the Northwind shop', 'a lead']) {
    expect(
      redact(`Value 'The problem of ${whose}, in many words', Acme grows: ${whose} of theirs; no`, problems),
    ).toBe("Value '[business problem]', [description]; no");
  }
  expect(redact("Value 'The problem of a lead of the no...'; the problem of a team", problems)).toBe(
    "Value '[business problem]...'; the problem of a team",
  );
});

describe('words that a long value shares with AWS’s sentence', () => {
  it('are AWS’s', () => {
    const problem = JSON.stringify({
      BusinessProblem: 'The value must be in the allowed list of countries, or we lose Zoë’s customers.',
      Description: 'Title must not be null or empty',
    });

    for (const text of ['The country must be in the allowed list of countries.', 'Title must not be null.']) {
      expect(redact(text, problem)).toBe(text);
    }
  });

  it('are the value’s from twelve on', () => {
    const value = 'we need to move our data to a region in the north of the country';

    expect(redact(`value ${value} is long`, JSON.stringify({ Description: value }))).toBe(
      'value [description] is long',
    );
  });
});
