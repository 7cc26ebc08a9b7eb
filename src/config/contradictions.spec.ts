import { expect, it } from '@jest/globals';
import { loadSettings } from './load-settings.js';

const DATABASE_URL = 'postgresql://user:password@localhost:5432/partner_engagements';
const load = (environment: Record<string, string> = {}) => loadSettings({ DATABASE_URL, ...environment });

it('names contradictions together with what is bad by itself, and none that rests on it', () => {
  const messageOf = (settings: Record<string, string>) => {
    try {
      load(settings);
      return [];
    } catch (error) {
      return String(Object(error).message)
        .split('\n')
        .map((line) => line.split(':', 1)[0]);
    }
  };

  expect(
    messageOf({ PORT: 'x', AUTH: 'oidc', PARTNER_CENTRAL_DEFAULT_CATALOG: 'AWS', AWS_REGION: 'us-east-9' }),
  ).toEqual(['PORT', 'AWS_REGION', 'OIDC_ISSUER', 'OIDC_AUDIENCE', 'PARTNER_CENTRAL_DEFAULT_CATALOG']);
  expect(messageOf({ HOST: '0.0.0.0', AUTH: 'api-keys', PARTNER_CENTRAL_ALLOWED_CATALOGS: 'AWS;' })).toEqual([
    'PARTNER_CENTRAL_ALLOWED_CATALOGS',
    'AUTH',
  ]);
});
