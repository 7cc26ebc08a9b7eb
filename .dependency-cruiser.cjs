/**
 * The dependency direction, downwards only:
 * submissions → engagements, partner-central → audit, idempotency, auth, metrics, … → http, database, config, tracing →
 * trouble → errors.
 */
const foundations = '^src/(errors|trouble|validation|http|edge|database|config|tracing)/';
const features =
  '^src/(submissions|engagements|partner-central|auth|audit|idempotency|metrics|reference-data|health|problems)/';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'foundations-know-no-feature',
      severity: 'error',
      from: { path: foundations },
      to: { path: features },
    },
    {
      name: 'what-features-share-knows-none-of-them',
      severity: 'error',
      from: { path: '^src/(audit|idempotency|auth|metrics)/' },
      to: { path: features, pathNot: '^src/(audit|idempotency|auth|metrics)/' },
    },
    {
      name: 'nothing-imports-the-edge-or-the-check',
      comment: 'What a request passes, and the check of a deployment, are put together by the programs.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(edge/|deployment-check/|[^/]+\\.ts$)' },
      to: { path: '^src/(edge|deployment-check)/' },
    },
    {
      name: 'trouble-depends-on-errors-only',
      severity: 'error',
      from: { path: '^src/trouble/' },
      to: { path: '^src/', pathNot: '^src/(trouble|errors)/' },
    },
    {
      name: 'database-and-config-know-no-http',
      severity: 'error',
      from: { path: '^src/(database|config)/' },
      to: { path: '^src/(http|validation)/' },
    },
    {
      name: 'config-depends-on-errors-only',
      severity: 'error',
      from: { path: '^src/config/' },
      to: { path: '^src/', pathNot: '^src/(config|errors)/' },
    },
    {
      name: 'domain-knows-no-http',
      comment:
        'Problems and answers are made at the edge: in controllers, their documents and responses, and in what answers a request.',
      severity: 'error',
      from: {
        path: ['^src/(audit|partner-central|database|config)/', '^src/engagements/', '^src/submissions/'],
        pathNot: [
          '\\.spec\\.ts$',
          '\\.(controller|docs|response|query|dto|schemas?)\\.ts$',
          '-answer\\.ts$',
          '^src/engagements/import/body/import-source\\.ts$',
          '^src/submissions/(asked-work|save-engagement|show-engagement|submit-engagement|submitted-work)\\.ts$',
          '^src/submissions/by-ref/put-(conditions|engagement)\\.ts$',
        ],
      },
      to: { path: '^src/http/' },
    },
    {
      name: 'errors-depend-on-nothing',
      severity: 'error',
      from: { path: '^src/errors/' },
      to: { path: '^src/', pathNot: '^src/errors/' },
    },
    {
      name: 'engagements-never-import-submissions',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(submissions/|openapi/|[^/]+\\.ts$)' },
      to: { path: '^src/submissions/' },
    },
    {
      name: 'partner-central-imports-no-feature',
      severity: 'error',
      from: { path: '^src/partner-central/' },
      to: { path: features, pathNot: '^src/(partner-central|metrics)/' },
    },
    {
      name: 'only-partner-central-imports-the-aws-sdk',
      severity: 'error',
      from: { path: '^(src|simulator|local)/', pathNot: '^src/partner-central/|\\.spec\\.ts$' },
      to: { path: 'node_modules/@(aws-sdk|smithy)/' },
    },
    {
      name: 'source-never-imports-the-migration-engine',
      comment: 'Development only: a deployment applies plain files (docs/decisions/0003).',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: 'node_modules/@prisma/(schema-engine-wasm|driver-adapter-utils)/' },
    },
    {
      name: 'source-knows-neither-simulator-nor-tests',
      comment: 'What both sides get wrong would otherwise stay unseen.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(simulator|local|test|benchmarks)/' },
    },
    {
      name: 'unit-tests-know-only-the-factories',
      severity: 'error',
      from: { path: '^src/.+\\.spec\\.ts$' },
      to: {
        path: '^(simulator|local|test|benchmarks)/',
        pathNot: '^test/support/[^/]+\\.factory\\.ts$',
      },
    },
    {
      name: 'nothing-depends-on-benchmarks',
      severity: 'error',
      from: { pathNot: '^benchmarks/' },
      to: { path: '^benchmarks/' },
    },
    {
      name: 'simulator-shares-only-the-wire',
      severity: 'error',
      from: { path: '^simulator/' },
      to: { path: '^(src|local|test|benchmarks)/' },
    },
    {
      name: 'the-client-stands-alone',
      comment:
        'It is published by itself, and runs in browsers too: it knows no part of the service, and nothing of Node.',
      severity: 'error',
      from: { path: '^client/src/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^client/src/|^node_modules/openapi-fetch/' },
    },
    {
      name: 'nothing-but-examples-and-tests-knows-the-client',
      severity: 'error',
      from: { path: '^(src|simulator|local|benchmarks)/' },
      to: { path: '^client/|@partner-engagements/client' },
    },
    {
      name: 'examples-know-the-client-alone',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(src|simulator|local|test|benchmarks)/' },
    },
    {
      name: 'no-undeclared-dependency',
      severity: 'error',
      from: { path: '^(src|simulator)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|src/database/generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
