import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { waitUntil } from '../support/settled.js';
import { startStandIn } from '../support/stand-in.js';
import { expectSubmittedOnce, hangingCredentials, play, type Scene } from './crash-scene.js';

jest.setTimeout(60_000);

const quickly = { SUBMISSION_RETRY_BASE_MS: '20' };

async function withDirectory(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'partner-engagements-credentials-'));
  try {
    await test(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** As many attempts as may end unknown, none of which can have done anything: the submission goes on. */
async function expectNothingWasDone(scene: Scene, id: string, problem: string): Promise<void> {
  const type = `/problems/${problem}`;
  const outcomes = async () =>
    (await scene.history(id)).filter(({ type }) => type === 'attempt-ended').map(({ details }) => details);
  await waitUntil(async () => (await outcomes()).length >= 2);

  expect(scene.api.simulator.ledger().calls.total).toBe(0);
  for (const details of await outcomes()) {
    expect(details).toMatchObject({ outcome: 'notDone', error: { type } });
  }
}

/** Settings of a worker whose credentials come from a token service: by web identity, as in a cluster. */
async function webIdentity(directory: string, stsUrl: string): Promise<Record<string, string>> {
  const token = join(directory, 'token');
  await writeFile(token, 'token');
  return {
    AWS_ENDPOINT_URL_STS: stsUrl,
    AWS_MAX_ATTEMPTS: '1',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/robot',
    AWS_WEB_IDENTITY_TOKEN_FILE: token,
  };
}

describe('a credential source that is out of order', () => {
  it.concurrent.each([
    ['AccessDenied', 403],
    ['InvalidIdentityToken', 400],
    ['ServiceUnavailable', 503],
    ['ValidationException', 400],
  ])('is not taken for AWS’s answer: %s', async (code, status) => {
    const sts = await startStandIn(() => ({
      status,
      headers: { 'content-type': 'text/xml' },
      body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>No.</Message></Error></ErrorResponse>`,
    }));
    await withDirectory((directory) =>
      play(async (scene) => {
        const id = await scene.submit();
        const worker = scene.startWorker({
          ...quickly,
          SUBMISSION_MAX_ATTEMPTS: '2',
          ...(await webIdentity(directory, sts.url)),
        });

        await expectNothingWasDone(scene, id, 'partner-central-credentials');

        expect(sts.calls()).toBeGreaterThan(0);
        worker.process.kill('SIGTERM');
        await worker.ended;
        scene.startWorker();
        await expectSubmittedOnce(scene, id);
      }),
    ).finally(() => sts.close());
  });

  it.concurrent('is not waited for beyond the limit of a call, and nothing was sent', () =>
    withDirectory((directory) =>
      play(async (scene) => {
        const id = await scene.submit();
        const worker = scene.startWorker({
          SUBMISSION_MAX_ATTEMPTS: '2',
          ...(await hangingCredentials(directory)),
          ...quickly,
          PARTNER_CENTRAL_TIMEOUT_MS: '300',
        });

        await expectNothingWasDone(scene, id, 'partner-central-unavailable');

        worker.process.kill('SIGKILL');
        await worker.ended;
        scene.startWorker();
        await expectSubmittedOnce(scene, id);
      }),
    ),
  );
});
