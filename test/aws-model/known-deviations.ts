/** A difference between AWS's model and this project that is meant. */
export interface KnownDeviation {
  /** The line of the list, to the letter. */
  readonly difference: string;
  readonly reason: string;
  /** When it was judged. */
  readonly since: string;
}

/** Where this project is knowingly not as AWS's model is. One that is no longer true fails the check as well. */
export const knownDeviations: readonly KnownDeviation[] = [
  {
    difference: 'ClientToken: AWS has this optional idempotency token, the table does not',
    reason:
      'No caller sends it: it is made and frozen with the request (docs/decisions/0001). Optional, as the SDK fills it in.',
    since: '2026-11-26',
  },
  {
    difference: 'Catalog: required text at AWS, required text of the list Catalog in the table',
    reason: "AWS's text names the two values, its model does not.",
    since: '2026-11-26',
  },
  {
    difference: 'Contexts[].Payload: optional union at AWS, required union in the table',
    reason: 'A context without its payload tells nothing, and its type says which one it is.',
    since: '2026-11-26',
  },
  {
    difference:
      'Contexts[].Payload.CustomerProject.Customer: optional object at AWS, required object in the table',
    reason: "A project without its customer gives AWS's sellers nothing to act on.",
    since: '2026-11-26',
  },
  {
    difference:
      'Contexts[].Payload.CustomerProject.Project: optional object at AWS, required object in the table',
    reason: "A project that says nothing of itself gives AWS's sellers nothing to act on.",
    since: '2026-11-26',
  },
  {
    difference: 'Contexts[].Payload.Lead.Insights: AWS has this optional object, the table does not',
    reason: 'AWS makes it: a score of the lead.',
    since: '2026-11-26',
  },
  {
    difference: 'Contexts[].Payload.ProspectingResult: AWS has this optional object, the table does not',
    reason: 'AWS makes it itself, of what its prospecting found.',
    since: '2026-11-26',
  },
  {
    difference: 'EngagementContextType: AWS has "ProspectingResult", the project does not',
    reason: 'Contexts of this type are made by AWS.',
    since: '2026-11-26',
  },
];
