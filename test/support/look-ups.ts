import request from 'supertest';
import type { TestApi } from './api.js';

/** What was decided on an engagement by look-ups so far, in the words of its history. */
export async function decisionsOn(api: TestApi, id: string): Promise<string[]> {
  const { body } = await request(api.url).get(`/engagements/${id}/history`).expect(200);
  return body.data
    .filter(({ type }: { type: string }) => type === 'reconciliation')
    .map(({ details }: { details: { decision: string } }) => details.decision);
}
