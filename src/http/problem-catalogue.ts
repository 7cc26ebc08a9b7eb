import type { ErrorCode } from '../errors/error-codes.js';

/** What an error code means over HTTP, and what its page under `/problems/` says. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** What happened, and what the caller can do. */
  readonly explanation: string;
  /** Seconds after which trying again may help: the answer's `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

/** Every problem that the API answers with, by the last part of its `type`. */
export const problemCatalogue: Readonly<Record<ErrorCode, ProblemKind>> = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    explanation:
      "Fields or parameters hold what they can't: each is in `errors`, all at once. Nothing was saved. Mend them and send the request again.",
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not JSON',
    explanation: 'The body could not be parsed as JSON in UTF-8. Nothing was saved.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    explanation:
      'A body may have 256 KiB at most, and an import 64 MB and 10,000 rows. Nothing was saved: an import that has saved rows by then is answered with `complete: false` instead.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    explanation: 'All headers of a request together may have 16 KiB. Nothing was done.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request came too slowly',
    explanation:
      'Headers have 10 seconds to come. A body has to come at 16 KiB a second at least; 10 seconds may pass without. Nothing of a body that did not end was saved, but for the rows of an import that were told as saved.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The content type is not supported',
    explanation:
      'The body is of a type that this address does not take, or compressed. `detail` says what it takes and what came: most take `application/json`, PATCH also `application/merge-patch+json`, and an import `text/csv`, `application/x-ndjson` or a form with one file. Nothing was saved.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing at this address',
    explanation: 'The API has no such path. `/docs` lists what there is.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The address does not take this method',
    explanation:
      'There is something at this path, though not for this method: the `Allow` header says which it takes. Nothing was done. `/docs` lists what there is.',
  },
  'request-refused': {
    status: 400,
    title: 'The web server refused the request',
    explanation:
      'The request was refused before the API itself looked at it. `status` says why, in the words of HTTP: 403 for a path that leads elsewhere, 416 for a part of a file that it does not have; it may be any from 400 to 499. Nothing was done. Change the request first.',
  },
  unauthenticated: {
    status: 401,
    title: 'The request is not signed in',
    explanation:
      'Send `Authorization: Bearer …` with an API key or a token. This request has none, or one that is unknown, expired or revoked; which, is not said. Nothing was done.',
  },
  forbidden: {
    status: 403,
    title: 'The caller may not do this',
    explanation:
      'Your key or token lacks the scope that this takes: `requiredScope` names it. Ask whoever gave it to you. Nothing was done.',
  },
  'too-many-requests': {
    status: 429,
    retryAfterSeconds: 60,
    title: 'Too many requests',
    explanation:
      'You have made as many requests as you may within a minute; the `RateLimit` header says how many are left, and when there are more. Nothing was done. Send it again after `Retry-After`.',
  },
  overloaded: {
    status: 503,
    retryAfterSeconds: 2,
    title: 'The service has too much to do',
    explanation:
      'More was asked of this process at once than it can do well. Nothing was done. Send it again after `Retry-After`.',
  },
  'host-not-allowed': {
    status: 421,
    title: 'This service does not answer for this host',
    explanation:
      'The `Host` header names another host than the operator has allowed (`ALLOWED_HOSTS`). Nothing was done.',
  },
  'cross-site-request': {
    status: 403,
    title: 'A page of another site has sent this',
    explanation:
      'A browser says that the request comes from a page of another site, whose origin the operator has not allowed (`CORS_ORIGINS`). Nothing was done.',
  },
  'identity-provider-unavailable': {
    status: 503,
    retryAfterSeconds: 5,
    title: "The tokens' issuer can't be reached",
    explanation:
      "The service can't check your token, as it can't get the keys of its issuer right now. Nothing was done. Try again after `Retry-After`.",
  },
  'engagement-not-found': {
    status: 404,
    title: 'There is no such engagement',
    explanation: 'No engagement has this id: it was never created, or it was deleted.',
  },
  'batch-not-found': {
    status: 404,
    title: 'There is no such batch of submissions',
    explanation:
      'No batch has this id, or it is older than 30 days. The engagements themselves are still there.',
  },
  'version-mismatch': {
    status: 412,
    title: 'The engagement has changed since',
    explanation:
      'The `If-Match` header names another version than the present one: somebody changed the engagement in between. Nothing was changed. Read it again, look at what changed, and repeat the call with the new `ETag`.',
  },
  'catalog-not-allowed': {
    status: 403,
    title: 'The catalog is not allowed',
    explanation:
      'The operator of this service has not allowed the catalog. Use another, or ask for `PARTNER_CENTRAL_ALLOWED_CATALOGS` to be extended.',
  },
  'duplicate-external-ref': {
    status: 409,
    title: 'The external reference is taken',
    explanation:
      'You have an engagement with this `externalRef` in this catalog already: `id` says which. Nothing was saved.',
  },
  'engagement-not-editable': {
    status: 409,
    title: "The engagement can't be changed now",
    explanation:
      'Only engagements in status `draft` or `rejected` can be changed or deleted. One that is being submitted has its request frozen; one that AWS has belongs to AWS.',
  },
  'engagement-not-ready': {
    status: 422,
    title: 'The engagement is not ready to be submitted',
    explanation:
      'Something that Partner Central asks for is missing, too short or wrong: each field is in `errors`. Nothing was sent to AWS. Mend the draft with PATCH and submit again.',
  },
  'already-submitted': {
    status: 409,
    title: 'The engagement was submitted before',
    explanation: 'Partner Central has this engagement: `arn` names it. It is never created twice.',
  },
  'engagement-not-unresolved': {
    status: 409,
    title: 'The engagement is not unresolved',
    explanation:
      'Only an engagement in status `unresolved` can be settled by hand, and not as `not-created` while a request of it is under way. Look at it again: it may have been settled by itself.',
  },
  'resolved-as-not-created': {
    status: 409,
    title: 'An operator has settled that AWS did not create it',
    explanation:
      'Nobody knew whether Partner Central had created the engagement, until an operator settled that it had not. It is `rejected`: change it if it needs to be, and submit it again.',
  },
  'resolution-refused': {
    status: 422,
    title: 'The engagement in AWS is not this one',
    explanation:
      "Partner Central has no engagement with this Arn in the engagement's catalog, or one whose title, description or contexts differ, or another engagement here has it. Nothing was changed.",
  },
  'engagement-not-submitted': {
    status: 409,
    title: 'The engagement is not submitted',
    explanation:
      'Personal data is erased of an engagement in status `submitted`. Delete one that is `draft` or `rejected`: nothing of it stays then. One that is `submitting` or `unresolved` is still needed as it is; wait until it is settled.',
  },
  'personal-data-erased': {
    status: 410,
    title: "The engagement's content was erased",
    explanation:
      'Partner Central has this engagement; what was written in it was erased here, at its time or on request. Its Arn, its external reference and its history stay.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    explanation:
      'You used this key for a request with another path, query or body. Nothing was done. Use a new key for a new request; send the same one only to repeat a request as it was.',
  },
  'idempotency-key-in-use': {
    status: 409,
    retryAfterSeconds: 1,
    title: 'The first request with this Idempotency-Key is under way',
    explanation:
      'The same request has just begun, and is not committed yet. Nothing was done twice. Send it again in a moment.',
  },
  'partner-central-validation': {
    status: 422,
    title: 'Partner Central refused the engagement',
    explanation:
      "AWS found fault with fields: each is in `errors`, with a pointer into your body and AWS's own name in `awsField`; `reason` is AWS's. Nothing was created. Mend the engagement with PATCH and submit again.",
  },
  'partner-central-conflict': {
    status: 409,
    title: 'Partner Central reports a conflict',
    explanation:
      'AWS refused the engagement because of the state of something it has. It was the first attempt, so that nothing was created. Submit again when that has changed.',
  },
  'partner-central-access-denied': {
    status: 403,
    title: 'Partner Central denied access',
    explanation:
      "The AWS identity of this service may not create engagements, or not in this catalog: `reason` is AWS's. Its operator must mend that; then submit again.",
  },
  'partner-central-not-found': {
    status: 404,
    title: 'Partner Central did not find a resource',
    explanation: 'Something that the call needs does not exist in AWS. Nothing was created.',
  },
  'partner-central-quota-exceeded': {
    status: 429,
    retryAfterSeconds: 3600,
    title: 'A quota of Partner Central is used up',
    explanation: 'A service quota of the AWS account is used up. Nothing was created. Submit again later.',
  },
  'partner-central-throttled': {
    status: 429,
    retryAfterSeconds: 5,
    title: 'Partner Central is throttling',
    explanation:
      'AWS takes 15 CreateEngagement calls a second for the whole account, and turned this one away again and again, until it was given up. Nothing was created. Submit again after `Retry-After`; the same Idempotency-Key will do.',
  },
  'partner-central-unavailable': {
    status: 502,
    title: 'Partner Central failed',
    explanation:
      'AWS failed, or its answer could not be read, so nobody knows whether the engagement was created. It is `unresolved` and locked: the service goes on looking it up and sending the same request, and settles it. The same request under its Idempotency-Key tells how far it has come; submitting it again does it at once.',
  },
  'partner-central-timeout': {
    status: 504,
    title: 'Partner Central did not answer',
    explanation:
      'No answer came in time, or the connection was lost, so nobody knows whether the engagement was created. It is `unresolved` and locked: the service goes on looking it up and sending the same request, and settles it. The same request under its Idempotency-Key tells how far it has come; submitting it again does it at once.',
  },
  'partner-central-credentials': {
    status: 503,
    retryAfterSeconds: 60,
    title: "The service can't sign in to AWS",
    explanation:
      'The AWS credentials of this service are missing, expired or unknown, and were so until it was given up. Nothing was created. Its operator must mend that; then submit again. The same Idempotency-Key will do.',
  },
  'database-unavailable': {
    status: 503,
    retryAfterSeconds: 5,
    title: "The database can't be reached",
    explanation: "The service can't reach its database right now. Try again after `Retry-After`.",
  },
  stopping: {
    status: 503,
    retryAfterSeconds: 5,
    title: 'This process is about to stop',
    explanation:
      'It was told to stop, and still answers. Only `GET /health/ready` says so, for whoever sends requests its way: another process is to get them.',
  },
  'internal-error': {
    status: 500,
    title: 'Something went wrong in the service',
    explanation: 'A fault of the service, not of the request. Tell its operator the `requestId`.',
  },
};
