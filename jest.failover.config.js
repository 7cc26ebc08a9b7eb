import { withPostgres } from './jest.config.js';

/**
 * A fleet behind a pooler, and a database server that is lost. Apart from the other tests, since they have to pass where
 * there is no PgBouncer.
 */
export default {
  ...withPostgres,
  displayName: 'failover',
  testMatch: ['<rootDir>/test/failover/**/*.spec.ts'],
  testTimeout: 60_000,
};
