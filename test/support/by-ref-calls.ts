import request from 'supertest';
import type { TestApi } from './api.js';
import { engagement } from './engagements.factory.js';

/** What tests of callers' own ids ask for again and again. @param api is asked for when a call is made */
export function byRefCalls(api: () => TestApi) {
  const at = (ref: string, query = '') => `/engagements/by-ref/${encodeURIComponent(ref)}${query}`;
  const put = (ref: string, body: object = engagement(), query = '') =>
    request(api().url).put(at(ref, query)).send(body);
  const get = (ref: string, query = '') => request(api().url).get(at(ref, query));
  return {
    at,
    put,
    get,
    putAndSubmit: (ref: string, body: object = engagement()) => put(ref, body, '?submit=true'),
    /** What AWS has of it. */
    inAws: async (ref: string) => {
      const { body } = await get(ref).expect(200);
      return api()
        .simulator.ledger()
        .engagements.filter(({ arn }) => arn === body.partnerCentral?.arn);
    },
    /** Has AWS refuse the next engagement. */
    refuse: () => {
      api().simulator.addFault({
        kind: 'error',
        times: 1,
        operation: 'CreateEngagement',
        error: {
          name: 'ValidationException',
          message: 'No.',
          members: {
            Reason: 'BUSINESS_VALIDATION_FAILED',
            ErrorList: [{ FieldName: 'Title', Code: 'INVALID_VALUE', Message: 'No such title.' }],
          },
        },
      });
    },
    /** Has AWS take its time for the next engagement. */
    delay: (delayMs: number) => {
      api().simulator.addFault({ kind: 'delay', delayMs, times: 1, operation: 'CreateEngagement' });
    },
  };
}
