import type { ErrorCode } from '../errors/error-codes.js';
import { partnerCentralProblems } from './partner-central-problems.js';
import type { ProblemKind } from './problem-kind.js';

/** Every problem that the API answers with, by the last part of its `type`. */
export const problemCatalogue: Readonly<Record<ErrorCode, ProblemKind>> = {
  'invalid-request': {
    status: 400,
    retry: 'fix',
    maybe: ['errors'],
    title: 'The request is not valid',
    explanation:
      "Fields or parameters hold what they can't: each is in `errors`, all at once. Nothing was saved. Mend them and send the request again.",
  },
  'malformed-json': {
    status: 400,
    retry: 'fix',
    title: 'The body is not JSON',
    explanation: 'The body could not be parsed as JSON in UTF-8. Nothing was saved.',
  },
  'payload-too-large': {
    status: 413,
    retry: 'fix',
    title: 'The body is too large',
    explanation:
      'A body may have 256 KiB at most, and an import 64 MB and 10,000 rows. Nothing was saved: an import that has saved rows by then is answered with `complete: false` instead.',
  },
  'headers-too-large': {
    status: 431,
    retry: 'fix',
    title: 'The headers are too large',
    explanation: 'All headers of a request together may have 16 KiB. Nothing was done.',
  },
  'request-timeout': {
    status: 408,
    retry: 'same',
    title: 'The request came too slowly',
    explanation:
      'Headers have 10 seconds to come. A body has to come at 16 KiB a second at least; 10 seconds may pass without. Nothing of a body that did not end was saved, but for the rows of an import that were told as saved.',
  },
  'unsupported-media-type': {
    status: 415,
    retry: 'fix',
    title: 'The content type is not supported',
    explanation:
      'The body is of a type that this address does not take, or compressed. `detail` says what it takes and what came: most take `application/json`, PATCH also `application/merge-patch+json` and `application/json-patch+json` (its `Accept-Patch` header says so), and an import `text/csv`, `application/x-ndjson` or a form with one file. Nothing was saved.',
  },
  'not-found': {
    status: 404,
    retry: 'fix',
    title: 'There is nothing at this address',
    explanation: 'The API has no such path. `/docs` lists what there is.',
  },
  'method-not-allowed': {
    status: 405,
    retry: 'fix',
    title: 'The address does not take this method',
    explanation:
      'There is something at this path, though not for this method: the `Allow` header says which it takes. Nothing was done. `/docs` lists what there is.',
  },
  'request-refused': {
    status: 400,
    retry: 'fix',
    title: 'The web server refused the request',
    explanation:
      'The request was refused before the API itself looked at it. `status` says why, in the words of HTTP: 403 for a path that leads elsewhere, 416 for a part of a file that it does not have; it may be any from 400 to 499. Nothing was done. Change the request first.',
  },
  unauthenticated: {
    status: 401,
    retry: 'fix',
    title: 'The request is not signed in',
    explanation:
      'Send `Authorization: Bearer …` with an API key or a token. This request has none, or one that is unknown, expired or revoked; which, is not said. Nothing was done.',
  },
  forbidden: {
    status: 403,
    retry: 'operator',
    always: ['requiredScope'],
    maybe: ['engagementId'],
    title: 'The caller may not do this',
    explanation:
      'Your key or token lacks the scope that this takes: `requiredScope` names it. Ask whoever gave it to you. Nothing was done.',
  },
  'too-many-requests': {
    status: 429,
    retry: 'same',
    retryAfterSeconds: 60,
    title: 'Too many requests',
    explanation:
      'You have made as many requests as you may within a minute; the `RateLimit` header says how many are left, and when there are more. Nothing was done. Send it again after `Retry-After`.',
  },
  overloaded: {
    status: 503,
    retry: 'same',
    retryAfterSeconds: 2,
    title: 'The service has too much to do',
    explanation:
      'More was asked of this process at once than it can do well. Nothing was done. Send it again after `Retry-After`.',
  },
  'host-not-allowed': {
    status: 421,
    retry: 'operator',
    title: 'This service does not answer for this host',
    explanation:
      'The `Host` header names another host than the operator has allowed (`ALLOWED_HOSTS`). Nothing was done.',
  },
  'cross-site-request': {
    status: 403,
    retry: 'operator',
    title: 'A page of another site has sent this',
    explanation:
      'A browser says that the request comes from a page of another site, whose origin the operator has not allowed (`CORS_ORIGINS`). Nothing was done.',
  },
  'identity-provider-unavailable': {
    status: 503,
    retry: 'same',
    retryAfterSeconds: 5,
    title: "The tokens' issuer can't be reached",
    explanation:
      "The service can't check your token, as it can't get the keys of its issuer right now. Nothing was done. Try again after `Retry-After`.",
  },
  'engagement-not-found': {
    status: 404,
    retry: 'no',
    title: 'There is no such engagement',
    explanation: 'No engagement has this id: it was never created, or it was deleted.',
  },
  'batch-not-found': {
    status: 404,
    retry: 'no',
    title: 'There is no such batch of submissions',
    explanation:
      'No batch has this id, or it is older than 30 days. The engagements themselves are still there.',
  },
  'version-mismatch': {
    status: 412,
    retry: 'fix',
    maybe: ['engagementId', 'currentVersion'],
    title: 'The engagement has changed since',
    explanation:
      'The `If-Match` header names another version than the present one: somebody changed the engagement in between. Nothing was changed. Read it again, look at what changed, and repeat the call with the new `ETag`. Of a PUT it may be `If-None-Match: *` that does not hold: there is an engagement already.',
  },
  'catalog-not-allowed': {
    status: 403,
    retry: 'operator',
    always: ['errors'],
    maybe: ['engagementId'],
    title: 'The catalog is not allowed',
    explanation:
      'The operator of this service has not allowed the catalog. Use another, or ask for `PARTNER_CENTRAL_ALLOWED_CATALOGS` to be extended.',
  },
  'duplicate-external-ref': {
    status: 409,
    retry: 'fix',
    always: ['errors'],
    maybe: ['engagementId'],
    title: 'The external reference is taken',
    explanation:
      'You have an engagement with this `externalRef` in this catalog already: `engagementId` says which. Nothing was saved.',
  },
  'engagement-not-editable': {
    status: 409,
    retry: 'no',
    orRetry: 'poll',
    always: ['engagementId', 'engagementStatus'],
    maybe: ['differs', 'arn'],
    title: "The engagement can't be changed now",
    explanation:
      'Only engagements in status `draft` or `rejected` can be changed or deleted. One that is being submitted has its request frozen, until it may be `rejected`; one that AWS has belongs to AWS. For a PUT `differs` says in which fields it holds something else.',
  },
  'patch-test-failed': {
    status: 409,
    retry: 'fix',
    always: ['engagementId', 'errors'],
    title: 'A test of the patch does not hold',
    explanation:
      'The engagement has something else than a `test` operation of your JSON Patch expects: `errors` names the operation. Nothing was changed. Read the engagement again, look at what changed, and send a patch that fits it.',
  },
  'engagement-not-ready': {
    status: 422,
    retry: 'fix',
    always: ['errors'],
    maybe: ['engagementId'],
    title: 'The engagement is not ready to be submitted',
    explanation:
      'Something that Partner Central asks for is missing, too short or wrong: each field is in `errors`. Nothing was sent to AWS. Mend the draft with PATCH and submit again.',
  },
  'already-submitted': {
    status: 409,
    retry: 'no',
    always: ['engagementId', 'arn'],
    title: 'The engagement was submitted before',
    explanation: 'Partner Central has this engagement: `arn` names it. It is never created twice.',
  },
  'engagement-not-unresolved': {
    status: 409,
    retry: 'no',
    orRetry: 'poll',
    always: ['engagementId'],
    title: 'The engagement is not unresolved',
    explanation:
      'Only an engagement in status `unresolved` can be settled by hand, and not as `not-created` while a request of it is under way. Look at it again: it may have been settled by itself.',
  },
  'resolved-as-not-created': {
    status: 409,
    retry: 'fix',
    maybe: ['engagementId', 'engagementStatus'],
    title: 'An operator has settled that AWS did not create it',
    explanation:
      'Nobody knew whether Partner Central had created the engagement, until an operator settled that it had not. It is `rejected`: change it if it needs to be, and submit it again.',
  },
  'resolution-refused': {
    status: 422,
    retry: 'fix',
    always: ['engagementId', 'errors'],
    title: 'The engagement in AWS is not this one',
    explanation:
      "Partner Central has no engagement with this Arn in the engagement's catalog, or one whose title, description or contexts differ, or another engagement here has it. Nothing was changed.",
  },
  'engagement-not-submitted': {
    status: 409,
    retry: 'no',
    orRetry: 'poll',
    always: ['engagementId'],
    title: 'The engagement is not submitted',
    explanation:
      'Personal data is erased of an engagement in status `submitted`. Delete one that is `draft` or `rejected`: nothing of it stays then. One that is `submitting` or `unresolved` is still needed as it is; wait until it is settled.',
  },
  'personal-data-erased': {
    status: 410,
    retry: 'no',
    always: ['engagementId'],
    title: "The engagement's content was erased",
    explanation:
      'Partner Central has this engagement; what was written in it was erased here, at its time or on request. Its Arn, its external reference and its history stay.',
  },
  'idempotency-key-reused': {
    status: 422,
    retry: 'fix',
    maybe: ['engagementId'],
    title: 'The Idempotency-Key belongs to another request',
    explanation:
      'You used this key for a request with another path, query or body; or what you asked for under it was not created in AWS, and the engagement has got another content since. Nothing was done. Use a new key for a new request; send the same one only to repeat a request as it was.',
  },
  'idempotency-key-in-use': {
    status: 409,
    retry: 'same',
    retryAfterSeconds: 1,
    title: 'The first request with this Idempotency-Key is under way',
    explanation:
      'The same request has just begun, and is not committed yet. Nothing was done twice. Send it again in a moment.',
  },
  ...partnerCentralProblems,
  'database-unavailable': {
    status: 503,
    retry: 'same',
    orRetry: 'poll',
    retryAfterSeconds: 5,
    maybe: ['engagementId', 'missing'],
    title: "The database can't be reached",
    explanation: "The service can't reach its database right now. Try again after `Retry-After`.",
  },
  stopping: {
    status: 503,
    retry: 'same',
    retryAfterSeconds: 5,
    title: 'This process is about to stop',
    explanation:
      'It was told to stop, and still answers. Only `GET /health/ready` says so, for whoever sends requests its way: another process is to get them.',
  },
  'internal-error': {
    status: 500,
    retry: 'operator',
    maybe: ['engagementId', 'engagementStatus'],
    title: 'Something went wrong in the service',
    explanation: 'A fault of the service, not of the request. Tell its operator the `requestId`.',
  },
};
