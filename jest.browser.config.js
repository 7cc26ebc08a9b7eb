import { withPostgres } from './jest.config.js';

/** Swagger UI in a Chromium. Apart from the other tests, since they have to pass where there is no browser. */
export default {
  ...withPostgres,
  displayName: 'browser',
  testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
  testTimeout: 120_000,
};
