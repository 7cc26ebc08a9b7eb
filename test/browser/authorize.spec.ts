import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type TestApi, startApi } from '../support/api.js';
import { createKey } from '../support/callers.js';
import { startIssuer, type TestIssuer } from '../support/issuer.js';
import { launchChromium } from './chromium.js';
import { DocsPage } from './docs-page.js';

let api: TestApi;
let issuer: TestIssuer;
let browser: Browser;
let docs: DocsPage;

beforeAll(async () => {
  browser = await launchChromium();
  issuer = await startIssuer();
  api = await startApi({ ...issuer.settings, AUTH: 'api-key,oidc' });
  docs = await DocsPage.open(browser, `${api.url}/docs`);
});
afterAll(async () => {
  await browser.close();
  await api.close();
  await issuer.close();
});

describe('Swagger UI’s Authorize', () => {
  it('is what a call lacks that is refused', async () => {
    const { status, body } = await create();
    expect([status, body.type]).toEqual([401, '/problems/unauthenticated']);
  });

  it('takes an API key', async () => {
    await docs.authorize('apiKey', (await createKey(api.database, { name: 'crm' })).key);
    const { status, body } = await create();
    expect([status, body.createdBy]).toEqual([201, 'crm']);
    await docs.logOut('apiKey');
    expect((await create()).status).toBe(401);
  });

  it('takes a token', async () => {
    await docs.authorize('oidc', await issuer.token('erp'));
    const { status, body } = await create();
    expect([status, body.createdBy]).toEqual([201, 'erp']);
    await docs.logOut('oidc');
  });

  it('asks for nothing from elsewhere, and not where nobody signs in', async () => {
    expect(await docs.offersSignIn()).toBe(true);
    expect(new Set(docs.requests.map(({ origin }) => origin))).toEqual(new Set([api.url]));
    const open = await startApi();
    const page = await DocsPage.open(browser, `${open.url}/docs`);
    expect(await page.offersSignIn()).toBe(false);
    await open.close();
  });
});

async function create() {
  const form = await docs.operation('Engagements', 'createEngagement');
  return form.execute();
}
