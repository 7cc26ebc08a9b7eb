import { describe, expect, it } from '@jest/globals';
import { fillIn } from './column-defaults.js';
import { readImportQuery } from '../import.query.js';
import type { LeadColumn } from './lead-columns.js';

describe('a default', () => {
  it.each(['title', 'email', 'industry', 'phone', 'websiteUrl', 'interactionDate'])(
    'makes no more of a long cell than a value of %s may have',
    async (column) => {
      const { defaults } = await readImportQuery({ [`default[${column}]`]: '{companyName}'.repeat(10) });
      const texts = new Map<LeadColumn, string>([['companyName', 'a'.repeat(30_000)]]);

      fillIn(texts, defaults);

      expect(Object.fromEntries(texts)[column]?.length).toBeLessThanOrEqual(4000);
    },
  );
});
