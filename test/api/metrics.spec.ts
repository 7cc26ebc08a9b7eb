import { afterAll, beforeAll, expect, it } from '@jest/globals';
import request from 'supertest';
import { scrape } from '../metrics/scrape.js';
import { startApi, type TestApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { waitUntil } from '../support/settled.js';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ SUBMISSION_RATE_PER_SECOND: '1000', PARTNER_CENTRAL_TIMEOUT_MS: '2000' });
});
afterAll(() => api.close());

const scraped = () => scrape(`${api.url}/metrics`);

it('are text that Prometheus reads, and no cache keeps', async () => {
  const { headers } = await request(api.url).get('/metrics').expect(200);
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(headers['cache-control']).toContain('no-store');
});

it('name requests by route, method and status, never by what callers have chosen', async () => {
  const { id } = (await request(api.url).post('/engagements').send(engagement()).expect(201)).body;
  await request(api.url).get(`/engagements/${id}?secret=marker`).expect(200);
  await request(api.url).get('/engagements/marker-of-nothing').expect(404);
  await request(api.url).get('/marker/nowhere').expect(404);
  await request(api.url).get('/%ff-marker').expect(400);
  await request(api.url).put('/engagements/by-ref/marker').send({}).expect(201);
  await request(api.url).delete('/engagements/by-ref/marker').expect(405);

  const { text, value } = await scraped();
  const count = (labels: Record<string, string>) => value('http_request_duration_seconds_count', labels);
  expect(count({ method: 'POST', route: '/engagements', status: '201' })).toBe(1);
  expect(count({ method: 'GET', route: '/engagements/:id', status: '200' })).toBe(1);
  expect(count({ method: 'GET', route: '/engagements/:id', status: '404' })).toBe(1);
  const byRef = '/engagements/by-ref/:externalRef';
  expect(count({ method: 'PUT', route: byRef, status: '201' })).toBe(1);
  expect(count({ method: 'DELETE', route: byRef, status: '405' })).toBe(1);
  expect(count({ method: 'GET', route: 'unmatched', status: '404' })).toBeGreaterThanOrEqual(1);
  expect(count({ method: 'GET', route: 'unmatched', status: '400' })).toBe(1);
  expect(text).not.toContain('marker');
  expect(text).not.toContain(id);
});

it('have one label for all the methods that the API does not have', async () => {
  for (const method of ['PROPFIND', 'LOCK', 'REPORT']) {
    await (await fetch(`${api.url}/engagements`, { method })).text();
  }
  const { value, text } = await scraped();
  expect(value('http_request_duration_seconds_count', { method: 'other', status: '405' })).toBe(3);
  expect(text).not.toMatch(/PROPFIND|LOCK|REPORT/);
});

it('count requests in hand, and forget those whose caller has hung up', async () => {
  api.simulator.addFault({ operation: 'CreateEngagement', kind: 'hang', times: 1 });
  const { id } = (await request(api.url).post('/engagements').send(engagement()).expect(201)).body;
  const waiting = request(api.url).post(`/engagements/${id}/submit`);
  waiting.end(() => undefined);
  // The scrape is one of them.
  await waitUntil(async () => {
    const { value } = await scraped();
    return value('http_requests_in_hand') === 2 && value('submission_callers_waiting') === 1;
  });
  waiting.abort();
  await waitUntil(async () => {
    const { value } = await scraped();
    const labels = { route: '/engagements/:id/submit', status: '499' };
    return value('http_requests_in_hand') === 1 && value('http_request_duration_seconds_count', labels) === 1;
  });
});
