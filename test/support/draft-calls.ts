import request from 'supertest';
import type { TestApi } from './api.js';
import { engagement } from './engagements.factory.js';

/** What tests of drafts ask for again and again. @param api is asked for when a call is made */
export function draftCalls(api: () => TestApi) {
  const create = (body: object) => request(api().url).post('/engagements').send(body);
  return {
    create,
    created: async (body: object = engagement()) => (await create(body).expect(201)).body,
    patch: (id: string, body: object) => request(api().url).patch(`/engagements/${id}`).send(body),
  };
}
