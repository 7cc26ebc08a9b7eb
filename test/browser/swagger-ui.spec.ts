import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import request from 'supertest';
import { draftExamples, mergePatchExamples } from '../../src/engagements/dto/engagement.examples.js';
import { type TestApi, startApi } from '../support/api.js';
import { listen } from '../support/listen.js';
import { launchChromium } from './chromium.js';
import { DocsPage } from './docs-page.js';

let api: TestApi;
let browser: Browser;
let docs: DocsPage;

beforeAll(async () => {
  browser = await launchChromium();
  api = await startApi();
  docs = await DocsPage.open(browser, `${api.url}/docs`);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

describe('Swagger UI', () => {
  it('is where / leads, needs nothing from elsewhere, and has nothing to complain of', async () => {
    const page = await DocsPage.open(browser, `${api.url}/`);
    expect(page.address()).toBe(`${api.url}/docs`);

    const form = await page.operation('Engagements', 'createEngagement');
    await form.execute();
    expect(new Set(page.requests.map(({ origin }) => origin))).toEqual(new Set([api.url]));
    expect(page.complaints).toEqual([]);
  });

  it('creates and submits an engagement, and shows its Arn', async () => {
    const form = await docs.operation('Engagements', 'createEngagement');
    await form.choose('submit', 'true');
    const { status, body } = await form.execute();

    expect([status, body.status]).toEqual([201, 'submitted']);
    expect(api.simulator.ledger().engagements.map(({ arn }) => arn)).toEqual([body.partnerCentral.arn]);
  });

  it('shows the API’s own document alone', async () => {
    expect(await docs.documents()).toEqual([]);
  });

  it.each(Object.keys(draftExamples))('saves the example %s as it stands', async (name) => {
    const form = await docs.operation('Engagements', 'createEngagement');
    await form.choose('submit', 'false');
    await form.chooseExample(name);
    const { status, body } = await form.execute();

    expect([status, body.status]).toEqual([201, 'draft']);
    expect(body.readiness.ready).toBe(name !== 'incompleteDraft');
  });

  it.each(Object.keys(mergePatchExamples))('edits with the example %s as it stands', async (name) => {
    const { body: draft } = await request(api.url)
      .post('/engagements')
      .send(draftExamples.incompleteDraft.value)
      .expect(201);

    const form = await docs.operation('Engagements', 'editEngagement');
    await form.fill('id', draft.id);
    await form.chooseExample(name);
    const { status, body } = await form.execute();

    expect([status, body.id]).toEqual([200, draft.id]);
    expect(body.readiness.ready).toBe(name === 'completeLead');
  });
});

describe('the samples in Swagger UI', () => {
  it('are shown one at a time, as text, as the document has them', async () => {
    const { body: document } = await request(api.url).get('/openapi.json').expect(200);
    const samples: { label: string; source: string }[] =
      document.paths['/engagements/{id}/submit'].post['x-codeSamples'];
    const form = await docs.operation('Engagements', 'submitEngagement');
    expect(await form.samples()).toEqual(samples.map(({ label }) => label));

    for (const { label, source } of samples) {
      expect(await form.chooseSample(label)).toBe(source);
    }
    expect(await form.chooseSample(samples.at(-1)?.label ?? '')).toBeUndefined();
    expect(docs.complaints).toEqual([]);
  });

  it('can be copied', async () => {
    const form = await docs.operation('Engagements', 'validateEngagement');
    const shown = await form.chooseSample('curl');

    expect(shown).toContain('curl -i -X POST "$api/engagements/validate"');
    expect(await form.pasteSample()).toBe(shown);
  });

  it('are missing where an operation has none', async () => {
    const form = await docs.operation('Engagements', 'deleteEngagement');
    expect(await form.samples()).toEqual([]);
  });
});

describe('an import in Swagger UI', () => {
  it.each([
    ['leads.csv', 'text/csv', 'title\nUploaded\n'],
    ['leads.csv', 'application/vnd.ms-excel', 'title\nUploaded\n'],
    ['leads.ndjson', '', '{"title":"Uploaded"}\n'],
  ])('takes a file that is chosen there: %s as %s', async (name, type, text) => {
    const form = await docs.operation('Engagements', 'importEngagements');
    await form.chooseContentType('multipart/form-data');
    await form.chooseFile(name, type, text);
    const { status, body } = await form.execute();

    expect([status, body]).toEqual([200, expect.objectContaining({ created: 1, complete: true })]);
  });

  it('takes what columns mean and what others get from there', async () => {
    const form = await docs.operation('Engagements', 'importEngagements');
    await form.chooseContentType('multipart/form-data');
    await form.chooseFile('leads.csv', 'text/csv', 'Company,Rating,Campaign\nAcme,Hot,Expo\n');
    await form.chooseParameterExample('map', 'one');
    await form.chooseParameterExample('default', 'one');
    const { status, body } = await form.execute();

    expect([status, body.created]).toEqual([200, 1]);
    expect(body.columns).toContainEqual({ column: 'Rating', field: 'qualificationStatus' });
    const { body: saved } = await request(api.url).get(`/engagements/${body.data[0].id}`).expect(200);
    expect(saved.title).toBe('Acme – Expo');
  });
});

describe('a page of another origin', () => {
  it('can neither submit nor read', async () => {
    const { body: draft } = await request(api.url)
      .post('/engagements')
      .send(draftExamples.customerProject.value)
      .expect(201);
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Elsewhere</title>');
    });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${await listen(server)}/`);
    const target = `${api.url}/engagements/${draft.id}`;
    const refusals: number[] = [];
    page.on('response', (answer) => refusals.push(answer.status()));

    // As a form would send it: no preflight asks first.
    const outcome = await page.evaluate(async (url) => {
      // Even that it was refused is kept from the page.
      await fetch(`${url}/submit`, { method: 'POST', mode: 'no-cors' }).catch(() => undefined);
      return fetch(url).then(
        () => 'read',
        () => 'not read',
      );
    }, target);
    await page.setContent(`<form method="post" action="${target}/submit"><button>Submit</button></form>`);
    await page.locator('button').click();
    await page.waitForURL(`${target}/submit`);
    expect(await page.locator('body').innerText()).toContain('/problems/cross-site-request');
    expect([outcome, refusals]).toEqual(['not read', expect.arrayContaining([403])]);
    expect((await request(api.url).get(`/engagements/${draft.id}`)).body.status).toBe('draft');
    await page.close();
    server.close();
    server.closeAllConnections();
  });
});
