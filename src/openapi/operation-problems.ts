import { type ErrorCode, errorCodes } from '../errors/error-codes.js';
import { PROBLEMS_EXTENSION } from '../http/api-docs.decorator.js';
import { problemCatalogue } from '../http/problem-catalogue.js';
import { scopeOf } from './operation-access.js';
import { type Answering, problemHeaders, withRateLimit } from './operation-headers.js';
import { type Method, type Operation, PROBLEM_TYPE, type Response, type Responses } from './operations.js';
import { exampleOf, problemOf } from './problem.schemas.js';

/** What callers who sign in may be told of any operation that takes a scope. */
const refusedCallers = [
  'unauthenticated',
  'forbidden',
  'too-many-requests',
  'identity-provider-unavailable',
] as const;

/** What any address may answer, before anybody has looked at what it is asked for. */
const refusedEarly = [
  'invalid-request',
  'unsupported-media-type',
  'payload-too-large',
  'request-timeout',
  'headers-too-large',
  'host-not-allowed',
  'cross-site-request',
  'too-many-requests',
  'overloaded',
  'request-refused',
] as const;

const EARLY = 'RefusedEarly';

/** The response that every operation has beside those of its own. */
export const earlyResponses: Readonly<Record<string, Response>> = {
  [EARLY]: {
    ...withRateLimit(problemResponse(refusedEarly, { isOfSubmission: false })),
    description: 'The request was refused before anybody looked at what it asks for: nothing was done.',
  },
};

/** An operation with a response for each status that its problems have: which of them it may be, by `type`. */
export function withProblems(operation: Operation, method: Method): Operation {
  const { responses, ...others } = operation;
  const declared = problemsOf(operation);
  const codes = [...declared, ...(scopeOf(operation) === undefined ? [] : refusedCallers)];
  const statuses = new Set(codes.map((code) => problemCatalogue[code].status));
  // A status that has a response of its own is not told of by the one for all others.
  const early = refusedEarly.filter(
    (code) => statuses.has(problemCatalogue[code].status) && mayHappen(code, method),
  );
  const all = new Set<ErrorCode>([...codes, ...early]);
  Reflect.deleteProperty(others, PROBLEMS_EXTENSION);
  // It is what a submission may end in.
  const isOfSubmission = declared.includes('resolved-as-not-created');
  return {
    ...others,
    responses: { ...responses, ...problemResponses([...all], { method, isOfSubmission }) },
  };
}

/** Only what changes something is refused to a page of another site. */
function mayHappen(code: ErrorCode, method: Method): boolean {
  return code !== 'request-refused' && (code !== 'cross-site-request' || method !== 'get');
}

/** What `ApiProblems` has said of it. */
function problemsOf(operation: Operation): ErrorCode[] {
  const named: unknown = Reflect.get(operation, PROBLEMS_EXTENSION);
  return Array.isArray(named) ? errorCodes.filter((code) => named.includes(code)) : [];
}

function problemResponses(codes: readonly ErrorCode[], answering: Answering): Responses {
  const byStatus = Map.groupBy(codes, (code) => problemCatalogue[code].status);
  const responses = [...byStatus].map(
    ([status, some]) => [String(status), problemResponse(some, answering)] as const,
  );
  return { ...Object.fromEntries(responses), default: { $ref: `#/components/responses/${EARLY}` } };
}

function problemResponse(codes: readonly ErrorCode[], answering: Answering): Response {
  return {
    description: codes.map((code) => problemCatalogue[code].title).join('; or: '),
    headers: problemHeaders(codes, answering),
    content: {
      [PROBLEM_TYPE]: {
        schema: problemOf(codes),
        examples: Object.fromEntries(codes.map((code) => [code, { value: exampleOf(code) }])),
      },
    },
  };
}
