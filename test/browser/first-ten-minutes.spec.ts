import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type TestApi, startApi } from '../support/api.js';
import { launchChromium } from './chromium.js';
import { DocsPage } from './docs-page.js';

let api: TestApi;
let browser: Browser;
let docs: DocsPage;

beforeAll(async () => {
  browser = await launchChromium();
  api = await startApi({}, { simulatorInDocs: true });
  docs = await DocsPage.open(browser, `${api.url}/docs`);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

describe('with Swagger UI alone, a new user', () => {
  it('finds both documents, the API’s own first', async () => {
    expect(await docs.documents()).toEqual(['Partner Engagements', 'Simulator']);
    expect(await docs.title()).toMatch(/^Partner Engagements/);
  });

  it('drafts, mends, submits, is refused and gets the Arn', async () => {
    const draft = await createDraft('incompleteDraft');
    expect(draft.readiness.ready).toBe(false);
    expect(draft.readiness.errors).toContainEqual(
      expect.objectContaining({ pointer: '/contexts/0/interactions', code: 'REQUIRED_FIELD_MISSING' }),
    );

    const complete = await edit(draft.id);
    expect(complete.readiness).toMatchObject({ ready: true, errors: [] });

    await scriptFault('validation');
    const refused = await submit(draft.id);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      type: '/problems/partner-central-validation',
      engagementId: draft.id,
      errors: [
        {
          pointer: '/contexts/0/customer/companyName',
          code: 'INVALID_VALUE',
          awsField: 'contexts[0].payload.lead.customer.companyName',
        },
      ],
    });

    await edit(draft.id, (text) => text.replace('"Acme"', '"Acme Corporation"'));
    const { status, body } = await submit(draft.id);
    expect([status, body.status]).toEqual([200, 'submitted']);
    const [entry] = api.simulator.ledger().engagements;
    expect(entry?.arn).toBe(body.partnerCentral.arn);
    expect(JSON.stringify(entry?.request)).toContain('"CompanyName":"Acme Corporation"');
  });
});

async function createDraft(example: string) {
  const form = await docs.operation('Engagements', 'createEngagement');
  await form.chooseExample(example);
  const { status, body } = await form.execute();
  expect(status).toBe(201);
  return body;
}

async function edit(id: string, change = (text: string) => text) {
  const form = await docs.operation('Engagements', 'editEngagement');
  await form.fill('id', id);
  await form.chooseExample('completeLead');
  await form.fillBody(change(await form.body()));
  const { status, body } = await form.execute();
  expect(status).toBe(200);
  return body;
}

async function submit(id: string) {
  const form = await docs.operation('Engagements', 'submitEngagement');
  await form.fill('id', id);
  return form.execute();
}

async function scriptFault(example: string) {
  await docs.showDocument('Simulator', 'Partner Central simulator');
  const form = await docs.operation('Faults', 'addFault');
  await form.chooseExample(example);
  expect((await form.execute()).status).toBe(201);
  await docs.showDocument('Partner Engagements', 'Partner Engagements');
}
