import { withPostgres } from './jest.config.js';

/** The samples of the OpenAPI document, pasted. Apart from the other tests, since they need curl and Python with `requests`. */
export default {
  ...withPostgres,
  displayName: 'samples',
  testMatch: ['<rootDir>/test/samples/pasted*.spec.ts'],
  testTimeout: 60_000,
};
