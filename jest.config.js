import { availableParallelism } from 'node:os';

const shared = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': '@swc/jest' },
  // Not `metadata.min.json.js` and the like, which packages have beside a file without the `.js`.
  moduleNameMapper: {
    '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1',
    '^@partner-engagements/client$': '<rootDir>/client/src/index.ts',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/client/dist/', '<rootDir>/.data/'],
};

/** What tests have that use a database: the one PostgreSQL of the run. */
export const withPostgres = {
  ...shared,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** What callers of the API see. */
const apiTests = 'api|callers|edge|idempotency|import|privacy|submissions';

/**
 * Unit tests stand beside the source; `test/` holds those that need Postgres, the simulator or a process. Tests of what
 * happens when something fails stand apart, as they wait more than they work. What no other project has belongs to the
 * last one, so that no folder is forgotten.
 */
export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/src/**/*.spec.ts',
        '<rootDir>/simulator/**/*.spec.ts',
        '<rootDir>/client/src/**/*.spec.ts',
        '<rootDir>/local/**/*.spec.ts',
        '<rootDir>/test/aws-model/**/*.spec.ts',
        '<rootDir>/test/chaos/**/*.spec.ts',
        '<rootDir>/benchmarks/**/*.spec.ts',
      ],
    },
    {
      ...withPostgres,
      displayName: 'api',
      testRegex: `/test/(${apiTests})/.+\\.spec\\.ts$`,
    },
    {
      ...withPostgres,
      displayName: 'reliability',
      testMatch: ['<rootDir>/test/reliability/**/*.spec.ts'],
    },
    {
      ...withPostgres,
      displayName: 'programs',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: [
        `<rootDir>/test/(${apiTests}|reliability|aws-model|chaos|browser|failover)/`,
        '<rootDir>/test/samples/pasted',
      ],
    },
  ],
  testTimeout: 30_000,
  // They wait for processes, timers and Postgres for half of their time. Jest 30 takes '200%' for 200 workers.
  maxWorkers: availableParallelism() + 1,
};
