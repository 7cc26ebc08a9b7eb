import { expect } from '@jest/globals';
import request, { type Response } from 'supertest';
import type { TestApi } from './api.js';

type Query = Record<string, string | number | readonly string[]>;

/** What tests of lists ask for again and again. @param api is asked for when a call is made */
export function listCalls(api: () => TestApi) {
  const list = (query: Query) => request(api().url).get('/engagements').query(query).expect(200);
  return {
    list,
    /** The ids of a page. */
    listed: async (query: Query) => idsOf((await list(query)).body),
    /** The ids of all pages from an address on, by their links. */
    walk: async (address: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let path: string | undefined = address; path !== undefined;) {
        const page: Response = await request(api().url).get(path).expect(200);
        seen.push(...idsOf(page.body));
        path = nextOf(page);
      }
      return seen;
    },
    /** What is wrong with a query that is refused. */
    refusedFor: async (query: string): Promise<{ parameter: string; code: string; message: string }[]> => {
      const { body } = await request(api().url).get(`/engagements?${query}`).expect(400);
      expect(body.type).toBe('/problems/invalid-request');
      return body.errors;
    },
  };
}

export function idsOf({ data }: { data: { id: string }[] }): string[] {
  return data.map(({ id }) => id);
}

/** The address of the next page. */
export function nextOf({ headers }: Response): string | undefined {
  return /<([^>]+)>; rel="next"/.exec(headers['link'] ?? '')?.[1];
}
