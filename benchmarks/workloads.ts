import { randomUUID } from 'node:crypto';
import type { Request } from 'autocannon';
import { completeBody, incompleteBody } from './bodies.js';

/** What is asked of the contestants, request by request. */
export const workloadNames = ['complete', 'incomplete', 'key', 'patch', 'get', 'list'] as const;
export type WorkloadName = (typeof workloadNames)[number] | 'submit';

export const workloadTitles: Readonly<Record<WorkloadName, string>> = {
  complete: 'POST, complete',
  incomplete: 'POST, incomplete',
  key: 'POST with Idempotency-Key',
  patch: 'PATCH a title',
  get: 'GET one',
  list: 'GET a page of 25',
  submit: 'POST ?submit=true',
};

/** Whether a workload leaves other rows than it found. */
export const changesRows = (name: WorkloadName): boolean => name !== 'get' && name !== 'list';

export interface RequestScope {
  readonly workload: WorkloadName;
  /** Where drafts may be saved that are not complete. */
  readonly draftsPath: string;
  /** Of engagements that are there. */
  readonly ids: readonly string[];
}

/**
 * The request of a number; no two numbers have the same.
 * @param id of the engagement that it is about, for those that are about one
 */
export function requestOf({ workload, draftsPath }: RequestScope, number: number, id: string): Request {
  const title = `Cloud migration ${number}`;
  switch (workload) {
    case 'complete':
      return { ...json('POST', completeBody(title)), path: '/engagements' };
    case 'incomplete':
      return { ...json('POST', incompleteBody(title)), path: draftsPath };
    case 'key':
      return { ...json('POST', completeBody(title), withKey()), path: '/engagements' };
    case 'submit':
      return { ...json('POST', completeBody(title), withKey()), path: '/engagements?submit=true' };
    case 'patch':
      return { ...json('PATCH', { title }), path: `/engagements/${id}` };
    case 'get':
      return { method: 'GET', path: `/engagements/${id}` };
    case 'list':
      return { method: 'GET', path: '/engagements?limit=25' };
  }
}

const withKey = () => ({ 'idempotency-key': randomUUID() });

function json(method: 'POST' | 'PATCH', body: object, headers: Record<string, string> = {}) {
  return {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}
