import { expect, it, jest } from '@jest/globals';
import { waitForStatus, waitUntil } from '../support/settled.js';
import { credentials, play } from './crash-scene.js';

jest.setTimeout(60_000);

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const failed = { outcome: 'unknown', problem: 'partner-central-timeout', level: 40 };
const nowhere = (endpoint: string) => ({ ...credentials, AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING: endpoint });

it.concurrent.each([
  ['connection-refused', nowhere('http://127.0.0.1:1'), failed],
  ['dns', nowhere('http://partner-central.invalid'), failed],
  ['tls', {}, failed],
  ['time-out', { ...credentials, PARTNER_CENTRAL_TIMEOUT_MS: '200' }, failed, { kind: 'hang' }],
  ['connection-lost', credentials, failed, { kind: 'reset-after' }],
  [
    'InternalServerException',
    credentials,
    { ...failed, problem: 'partner-central-unavailable', awsRequestId: expect.any(String) },
    { kind: 'error', error: { name: 'InternalServerException' } },
  ],
  [
    'ThrottlingException',
    credentials,
    { outcome: 'notDone', problem: 'partner-central-throttled', awsRequestId: expect.any(String), level: 30 },
    { kind: 'error', error: { name: 'ThrottlingException' } },
  ],
  [
    'CredentialsProviderError',
    {
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: '/nonexistent/config',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
    },
    { outcome: 'notDone', problem: 'partner-central-credentials', level: 30 },
  ],
] as const)('one line tells why an attempt failed: %s', (cause, environment, expected, fault?) =>
  play(async (scene) => {
    const { api } = scene;
    if (fault !== undefined) {
      api.simulator.addFault(fault);
    }
    const id = await scene.submit();
    const worker = scene.startWorker(
      cause === 'tls' ? nowhere(api.simulator.url.replace('http:', 'https:')) : environment,
    );
    await worker.printed('"attempt":1,');
    await waitUntil(() => lineOf(worker.output()) !== undefined);

    expect(lineOf(worker.output())).toMatchObject({
      msg: 'Attempt ended',
      engagementId: id,
      submissionId: expect.stringMatching(uuid),
      attempt: 1,
      cause,
      durationMs: expect.any(Number),
      recorded: true,
      status: 'submitting',
      ...expected,
    });
  }),
);

it.concurrent(
  'one that AWS accepts has its request id, and one whose process died has a line from another one',
  () =>
    play(async (scene) => {
      const { api } = scene;
      api.simulator.addFault({ kind: 'hang', times: 1 });
      const id = await scene.submit();
      const first = scene.startWorker();
      await waitUntil(() => api.simulator.ledger().calls.total === 1);
      first.process.kill('SIGKILL');
      await first.ended;
      const second = scene.startWorker();
      await waitForStatus(api.database.url, id, 'submitted');
      await second.printed('"attempt":2,');

      const lines = second
        .output()
        .split('\n')
        .filter((line) => line.includes('"attempt":'));
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({
          level: 40,
          msg: 'Attempt lost',
          engagementId: id,
          attempt: 1,
          outcome: 'unknown',
          cause: 'process-died',
          status: 'submitting',
        }),
        expect.objectContaining({
          level: 30,
          msg: 'Attempt ended',
          engagementId: id,
          attempt: 2,
          outcome: 'accepted',
          awsRequestId: expect.any(String),
          status: 'submitted',
        }),
      ]);
      expect(second.output()).not.toMatch(/object Object|Acme|Byron/);
    }),
);

function lineOf(output: string): unknown {
  const line = output
    .split('\n')
    .slice(0, -1)
    .find((one) => one.includes('"attempt":1,'));
  return line === undefined ? undefined : JSON.parse(line);
}
