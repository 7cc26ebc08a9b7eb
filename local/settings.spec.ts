import { describe, expect, it } from '@jest/globals';
import { readLocalSettings } from './settings.js';

const endpoint = 'AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING';
const found = { databaseUrl: 'postgresql://127.0.0.1/crm', simulatorUrl: 'http://127.0.0.1:4010' };

describe('readLocalSettings', () => {
  it('starts a PostgreSQL and a simulator unless told otherwise', () => {
    expect(readLocalSettings({})).toMatchObject({
      databaseUrl: undefined,
      simulator: { port: 4010, rules: 'reference' },
      host: '127.0.0.1',
      port: 3000,
    });
    expect(
      readLocalSettings({
        DATABASE_URL: '',
        SIMULATOR_PORT: '',
        PARTNER_CENTRAL: '',
        PARTNER_CENTRAL_RULES: '',
        [endpoint]: '',
      }),
    ).toMatchObject({
      databaseUrl: undefined,
      simulator: { port: 4010, rules: 'reference' },
    });
  });

  it('has the simulator follow the rules that the API follows', () => {
    const { simulator } = readLocalSettings({ PARTNER_CENTRAL_RULES: 'model' });
    expect(simulator).toEqual({ port: 4010, rules: 'model' });
  });

  it.each([
    ['AWS itself is wanted', { PARTNER_CENTRAL: 'aws' }],
    ['it runs elsewhere', { [endpoint]: 'http://127.0.0.1:9999' }],
  ])('starts no simulator when %s', (_, environment) => {
    expect(readLocalSettings(environment).simulator).toBeUndefined();
  });

  it.each([
    [{ PORT: 'http' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ SIMULATOR_PORT: '70000' }, 'SIMULATOR_PORT: must be a whole number from 0 to 65535'],
    [
      { DATABASE_DIRECT_URL: 'postgresql://127.0.0.1/crm' },
      'DATABASE_DIRECT_URL: says how to reach the database of DATABASE_URL, which is not set',
    ],
    [{ PARTNER_CENTRAL_RULES: 'Model' }, 'PARTNER_CENTRAL_RULES'],
    [{ PARTNER_CENTRAL: 'real' }, 'PARTNER_CENTRAL: must be aws, or not set for the simulator'],
  ])('names what is bad in %j', (environment, message) => {
    expect(() => readLocalSettings(environment)).toThrow(message);
  });

  it('keeps real credentials from the simulator', () => {
    const environment: NodeJS.ProcessEnv = {
      AWS_ACCESS_KEY_ID: 'AKIAREAL',
      AWS_SECRET_ACCESS_KEY: 'real',
      AWS_SESSION_TOKEN: 'real',
      AWS_PROFILE: 'real',
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    };
    const settings = readLocalSettings(environment).forApi(found);

    expect(settings).toMatchObject({
      databaseUrl: found.databaseUrl,
      partnerCentral: { endpoint: found.simulatorUrl },
    });
    expect(environment).toEqual({
      AWS_ACCESS_KEY_ID: 'simulator',
      AWS_SECRET_ACCESS_KEY: 'simulator',
      [endpoint]: found.simulatorUrl,
    });
  });

  it('passes a pooler where the environment says how', () => {
    const databaseUrl = 'postgresql://127.0.0.1:6432/crm';
    const direct = 'postgresql://127.0.0.1:5432/crm';
    const settings = readLocalSettings({ DATABASE_URL: databaseUrl, DATABASE_DIRECT_URL: direct });

    expect(settings).toMatchObject({ databaseUrl, databaseDirectUrl: direct });
    expect(settings.forApi({ databaseUrl })).toMatchObject({ databaseUrl, databaseDirectUrl: direct });
    expect(readLocalSettings({ DATABASE_URL: databaseUrl }).databaseDirectUrl).toBe(databaseUrl);
  });

  it('leaves the credentials alone where there is no simulator', () => {
    const environment: NodeJS.ProcessEnv = { PARTNER_CENTRAL: 'aws', AWS_PROFILE: 'sales' };
    readLocalSettings(environment).forApi({ databaseUrl: found.databaseUrl });
    expect(environment).toEqual({ PARTNER_CENTRAL: 'aws', AWS_PROFILE: 'sales' });
  });
});
