import { afterEach, describe, expect, it } from '@jest/globals';

import { type RunningSimulator, startSimulator } from '../simulator.js';
import { exampleRequest } from '../testing/example-request.js';
import { jsonOf, wireCall } from '../testing/wire-call.js';

describe('ListEngagements behind creation', () => {
  let simulator: RunningSimulator;

  afterEach(() => simulator.close());

  async function create() {
    return jsonOf(await wireCall(simulator.url, 'CreateEngagement', exampleRequest()));
  }

  async function list(input: object = {}) {
    const answer = await wireCall(simulator.url, 'ListEngagements', { Catalog: 'Sandbox', ...input });
    const page = await jsonOf(answer);
    const summaries: unknown = page['EngagementSummaryList'];
    return { ...page, summaries: Array.isArray(summaries) ? summaries : [] };
  }

  it('leaves out what GetEngagement shows at once', async () => {
    simulator = await startSimulator({ listLagMs: 60_000 });
    const { Id } = await create();
    const get = await wireCall(simulator.url, 'GetEngagement', { Catalog: 'Sandbox', Identifier: Id });
    expect(get.status).toBe(200);
    expect((await list()).summaries).toEqual([]);
  });

  it('shows it when the lag has passed', async () => {
    simulator = await startSimulator({ listLagMs: 100 });
    const { Id, ModifiedAt } = await create();
    let seen = await list();
    while (seen.summaries.length === 0) {
      seen = await list();
    }
    expect(Date.now() - Date.parse(String(ModifiedAt))).toBeGreaterThanOrEqual(100);
    expect(seen.summaries).toMatchObject([{ Id }]);
  });

  it('follows a changed lag at once, for those created before too, and the first one after a reset', async () => {
    simulator = await startSimulator();
    await create();
    expect((await list()).summaries).toHaveLength(1);
    simulator.changeSettings({ listLagMs: 60_000 });
    expect((await list()).summaries).toEqual([]);
    await simulator.reset();
    expect(simulator.settings()).toMatchObject({ listLagMs: 0 });
    await create();
    expect((await list()).summaries).toHaveLength(1);
  });

  it('goes on from a page whose last engagement it shows no more', async () => {
    simulator = await startSimulator();
    await create();
    await create();
    const { NextToken } = { NextToken: undefined, ...(await list({ MaxResults: 1 })) };
    expect(NextToken).toEqual(expect.any(String));
    simulator.changeSettings({ listLagMs: 60_000 });
    const rest = await list({ NextToken });
    expect([rest.summaries, 'NextToken' in rest]).toEqual([[], false]);
  });
});
