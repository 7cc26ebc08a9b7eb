import { afterEach, describe, expect, it } from '@jest/globals';

import { type RunningSimulator, startSimulator } from './simulator.js';
import { exampleRequest } from './testing/example-request.js';
import { errorNameOf, jsonOf, wireCall } from './testing/wire-call.js';

let simulator: RunningSimulator;
afterEach(() => simulator.close());

/** What the model takes and the reference does not. */
function untitled() {
  const { Title: _title, Description: _description, ...request } = exampleRequest();
  return request;
}

const create = (request: object) => wireCall(simulator.url, 'CreateEngagement', request);
const refused = { status: 400, error: 'ValidationException' };
const outcomeOf = (response: Response) => ({ status: response.status, error: errorNameOf(response) });

describe('the rules', () => {
  it("are the reference's unless it is told otherwise", async () => {
    simulator = await startSimulator();
    const response = await create(untitled());
    expect(outcomeOf(response)).toEqual(refused);
    expect(await jsonOf(response)).toMatchObject({
      ErrorList: [{ FieldName: 'title' }, { FieldName: 'description' }],
    });
  });

  it("are the model's where it is started so, and again after a reset", async () => {
    simulator = await startSimulator({ rules: 'model' });
    expect((await create(untitled())).status).toBe(200);
    simulator.changeSettings({ rules: 'reference' });
    expect(outcomeOf(await create(untitled()))).toEqual(refused);
    await simulator.reset();
    expect((await create(untitled())).status).toBe(200);
  });

  it('hold for the next call as soon as they are changed, a repeat too', async () => {
    simulator = await startSimulator();
    const request = untitled();
    expect(outcomeOf(await create(request))).toEqual(refused);
    simulator.changeSettings({ rules: 'model' });
    expect((await create(request)).status).toBe(200);
    simulator.changeSettings({ rules: 'reference' });
    expect(outcomeOf(await create(request))).toEqual(refused);
    expect(simulator.ledger().engagements).toMatchObject([{ calls: 1 }]);
  });

  it('hold for the kinds of context that a list may be of', async () => {
    simulator = await startSimulator({ rules: 'model' });
    await create(untitled());
    const list = () =>
      wireCall(simulator.url, 'ListEngagements', { Catalog: 'Sandbox', ContextTypes: ['ProspectingResult'] });
    expect(await jsonOf(await list())).toEqual({ EngagementSummaryList: [] });
    simulator.changeSettings({ rules: 'reference' });
    expect(outcomeOf(await list())).toEqual(refused);
  });
});

it('shows a title and a description that were not sent as null', async () => {
  simulator = await startSimulator({ rules: 'model' });
  const { Id } = await jsonOf(await create(untitled()));
  const shown = await wireCall(simulator.url, 'GetEngagement', { Catalog: 'Sandbox', Identifier: Id });
  expect(await jsonOf(shown)).toMatchObject({ Title: null, Description: null });
  const listed = await wireCall(simulator.url, 'ListEngagements', { Catalog: 'Sandbox' });
  expect(await jsonOf(listed)).toMatchObject({ EngagementSummaryList: [{ Id, Title: null }] });
});
