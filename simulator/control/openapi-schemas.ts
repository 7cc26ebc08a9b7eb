import { faultKinds, moments, sparedCalls } from '../faults/fault.js';
import { longestListLagMs } from '../runtime-settings.js';
import { ruleSets } from '../rules/rule-set.js';
import { operations } from '../wire/operation.js';
import { namePlaces } from '../wire/wire-error.js';

const count = { type: 'integer', minimum: 0 };
const text = { type: 'string' };

const faultFields = {
  kind: {
    type: 'string',
    enum: faultKinds,
    description:
      '`error`: an exception. `delay`: the ordinary answer, later. `hang`: no answer at all. `reset-before`, `reset-after`: ' +
      'the connection is lost before or after the work was done. `html`: a gateway’s 502 page. `garbage`: a 200 whose body is no JSON. ' +
      '`late`: CreateEngagement alone; no answer, the engagement is there only after `delayMs`, and until then ' +
      'repeats of its token get a ConflictException.',
  },
  operation: {
    type: 'string',
    enum: operations,
    description: 'The only one it strikes; all when missing, CreateEngagement for `late`.',
  },
  times: {
    type: 'integer',
    minimum: 1,
    description: 'How many calls it strikes; until it is deleted when missing.',
  },
  probability: {
    type: 'number',
    minimum: 0,
    maximum: 1,
    description: 'The chance that it strikes a call it could; 1 when missing.',
  },
  seed: {
    type: 'integer',
    minimum: 0,
    maximum: 2 ** 32 - 1,
    description: 'The same seed strikes the same calls.',
  },
  delayMs: {
    type: 'integer',
    minimum: 0,
    maximum: 2 ** 31 - 1,
    description:
      'What is waited before it strikes, or, for `late`, before its work is done; when missing 1000 for `delay`, 30000 for `late`, else 0.',
  },
  when: {
    type: 'string',
    enum: moments,
    description: 'Whether it strikes before or after the work; not for `late` and the `reset-` kinds.',
  },
  spares: {
    type: 'string',
    enum: sparedCalls,
    description: 'Calls that it leaves alone: repeats of a token that `late` has in hand. None when missing.',
  },
};

const errorFields = {
  name: { type: 'string', pattern: '^[A-Za-z]\\w{0,127}$', examples: ['AccessDeniedException'] },
  message: text,
  members: { type: 'object', description: "Merged into the exception's body.", additionalProperties: true },
  retryAfterSeconds: {
    type: 'integer',
    minimum: 0,
    maximum: 86_400,
    description: 'What its `Retry-After` header says; without one when missing.',
  },
  nameIn: {
    type: 'string',
    enum: namePlaces,
    description:
      'Where the answer has the name: the header `x-amzn-ErrorType`, the body’s `__type`, or both, as when missing.',
  },
};

const settingsFields = {
  listLagMs: {
    type: 'integer',
    minimum: 0,
    maximum: longestListLagMs,
    description:
      'How long after its creation ListEngagements begins to show an engagement, in milliseconds. GetEngagement shows it at once.',
    examples: [500],
  },
  rules: {
    type: 'string',
    enum: ruleSets,
    description:
      'Whose rules requests are held against: those of AWS’s published reference, or of its API model of today, which asks for less.',
  },
};

/** The schemas of the control endpoints. What they say of a fault is what `faults/read-fault.ts` checks. */
export const schemas = {
  NewFault: {
    type: 'object',
    description: 'Trouble for calls to come.',
    required: ['kind'],
    additionalProperties: false,
    properties: {
      ...faultFields,
      error: {
        type: 'object',
        description: 'For the kind `error` only; an InternalServerException when missing.',
        required: ['name'],
        additionalProperties: false,
        properties: errorFields,
      },
    },
  },
  Fault: {
    type: 'object',
    description: 'A fault with everything that was missing filled in.',
    required: ['id', 'kind', 'probability', 'seed', 'delayMs', 'when'],
    properties: {
      id: { type: 'string', examples: ['fault-1'] },
      ...faultFields,
      remaining: { ...count, description: 'How many more calls it strikes; missing: until it is deleted.' },
      error: { type: 'object', required: ['name', 'message', 'members'], properties: errorFields },
    },
  },
  Faults: {
    type: 'object',
    required: ['faults'],
    properties: { faults: { type: 'array', items: { $ref: '#/components/schemas/Fault' } } },
  },
  Settings: { type: 'object', required: ['listLagMs', 'rules'], properties: settingsFields },
  SettingsChange: {
    type: 'object',
    description: 'What is not named stays as it is.',
    additionalProperties: false,
    properties: settingsFields,
  },
  Ledger: {
    type: 'object',
    required: ['engagements', 'calls'],
    properties: {
      engagements: { type: 'array', items: { $ref: '#/components/schemas/LedgerEntry' } },
      calls: {
        type: 'object',
        description: 'CreateEngagement calls since the start, those that were refused or struck too.',
        required: ['total', 'throttled', 'maxPerSlidingSecond'],
        properties: {
          total: count,
          throttled: count,
          maxPerSlidingSecond: { ...count, description: 'The most that ever came within one second.' },
        },
      },
    },
  },
  LedgerEntry: {
    type: 'object',
    description: 'An engagement that was created.',
    required: ['id', 'arn', 'catalog', 'clientToken', 'request', 'modifiedAt', 'calls'],
    properties: {
      id: { type: 'string', examples: ['eng-ktsuz9kfow9cv5'] },
      arn: {
        type: 'string',
        examples: ['arn:aws:partnercentral:us-east-1::catalog/Sandbox/engagement/eng-ktsuz9kfow9cv5'],
      },
      catalog: { type: 'string', enum: ['Sandbox', 'AWS'] },
      clientToken: text,
      request: {
        type: 'object',
        description: 'CreateEngagement’s body as it was received.',
        additionalProperties: true,
      },
      modifiedAt: { type: 'string', format: 'date-time', examples: ['2025-12-15T19:58:11.520786314Z'] },
      calls: { ...count, description: 'How often its token was asked for and the work done.' },
    },
  },
  Message: { type: 'object', required: ['message'], properties: { message: text } },
};
