import { ID, JSON_TYPE, type SampleCall } from './sample-call.js';

/** A sample, as far as it does not stand in the document: its examples are named only. */
export interface PlannedSample extends Pick<
  SampleCall,
  'method' | 'path' | 'pathValues' | 'query' | 'keyPrefix' | 'client'
> {
  /** The body: an example of the operation, or where it has none a value. */
  readonly body?: { readonly type: string } & ({ readonly example: string } | { readonly value: unknown });
  /** An example of `POST /engagements`, which is saved first. */
  readonly draft?: string;
}

/** The operations that have samples. Each can be run as it stands, any number of times. */
export const plannedSamples: readonly PlannedSample[] = [
  {
    method: 'put',
    path: '/engagements/by-ref/{externalRef}',
    pathValues: { externalRef: 'summit-2026-17' },
    query: { submit: 'true' },
    body: { type: JSON_TYPE, example: 'lead' },
    client: 'put',
  },
  {
    method: 'post',
    path: '/engagements',
    query: { submit: 'true' },
    keyPrefix: 'lead',
    body: { type: JSON_TYPE, example: 'customerProject' },
    client: 'repeated',
  },
  {
    method: 'get',
    path: '/engagements',
    query: { status: 'rejected' },
    client: 'list',
  },
  {
    method: 'post',
    path: '/engagements/validate',
    body: { type: JSON_TYPE, example: 'incompleteDraft' },
    client: 'once',
  },
  {
    method: 'get',
    path: '/engagements/{id}',
    draft: 'incompleteDraft',
    client: 'once',
  },
  {
    method: 'patch',
    path: '/engagements/{id}',
    draft: 'incompleteDraft',
    body: { type: 'application/merge-patch+json', example: 'title' },
    client: 'once',
  },
  {
    method: 'post',
    path: '/engagements/{id}/submit',
    draft: 'customerProject',
    client: 'repeated',
  },
  {
    method: 'post',
    path: '/engagements/import',
    keyPrefix: 'import',
    body: { type: 'text/csv', example: 'rows' },
    client: 'import',
  },
  {
    method: 'post',
    path: '/engagements/submissions',
    draft: 'customerProject',
    body: { type: JSON_TYPE, value: { ids: [ID] } },
    client: 'once',
  },
];
