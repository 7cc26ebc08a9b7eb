import { type EventType, eventTypes } from '../../audit/engagement-history.js';
import { describedRefTo, refTo, type Schema, type Schemas } from '../../http/openapi-schema.js';

const attempt: Schema = { type: 'integer', description: 'Which attempt, from 1.' };
const arn: Schema = { type: 'string', description: "The engagement's Arn." };
const retryInMs: Schema = {
  type: 'integer',
  description: 'Milliseconds until the next attempt or look-up was to follow.',
};

/** What the history tells of each kind of event, besides when and who: members with a `?` may be missing. */
const details: Readonly<Record<EventType, Schemas>> = {
  created: {
    catalog: refTo('Catalog'),
    'imported?': { type: 'boolean', enum: [true] },
  },
  edited: {
    fields: {
      type: 'array',
      items: { type: 'string' },
      description: 'The fields that changed, as JSON Pointers (RFC 6901), without what they say.',
    },
  },
  'submit-requested': {
    urgency: { type: 'string', enum: ['interactive', 'deferred', 'bulk'] },
    'clientToken?': { type: 'string', description: 'Of a new submission.' },
    'sha256?': { type: 'string', description: 'Of the request of a new submission.' },
    'again?': { type: 'boolean', enum: [true], description: 'Of an unresolved one that was taken up again.' },
  },
  'attempt-started': { attempt },
  'attempt-ended': {
    attempt,
    startedAt: { type: 'string', format: 'date-time' },
    durationMs: { type: 'integer' },
    outcome: { type: 'string', enum: ['accepted', 'refused', 'notDone', 'unknown'] },
    'awsRequestId?': { type: 'string' },
    'error?': describedRefTo('Problem', 'Unless it was accepted.'),
    'retryInMs?': retryInMs,
  },
  'attempt-lost': { attempt, 'retryInMs?': retryInMs },
  settled: { status: refTo('EngagementStatus'), 'arn?': arn },
  reconciliation: {
    decision: { type: 'string', description: 'What was found, and what followed, in words.' },
    'reason?': { type: 'string', description: 'Why a look-up has told nothing.' },
    'attempt?': attempt,
    'arn?': arn,
    'retryInMs?': retryInMs,
  },
  resolution: { outcome: refTo('ResolutionOutcome'), 'arn?': arn },
  deleted: {},
  'personal-data-erased': {},
};

/** The schemas of a history's events: one for each kind, and `HistoryEvent`, which is any of them. */
export function historyEventSchemas(): Schemas {
  return {
    HistoryEvent: {
      oneOf: eventTypes.map((type) => refTo(nameOf(type))),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(eventTypes.map((type) => [type, refTo(nameOf(type)).$ref])),
      },
    },
    ...Object.fromEntries(eventTypes.map((type) => [nameOf(type), eventSchema(type)])),
  };
}

/** `attempt-ended` is an `AttemptEndedEvent`. */
function nameOf(type: EventType): string {
  const words = type.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Event`;
}

function eventSchema(type: EventType): Schema {
  return {
    type: 'object',
    title: nameOf(type),
    required: ['at', 'actor', 'type', 'details'],
    properties: {
      at: { type: 'string', format: 'date-time' },
      actor: {
        type: 'string',
        description:
          'Your own name, the part of the service that acted by itself, or `operator`: another caller who may change everyone’s. Those who may see everyone’s see who it was.',
      },
      type: { type: 'string', enum: [type] },
      details: detailsSchema(details[type]),
    },
  };
}

function detailsSchema(members: Schemas): Schema {
  const names = Object.keys(members);
  const required = names.filter((name) => !name.endsWith('?'));
  if (names.length === 0) {
    return { type: 'object', additionalProperties: false };
  }
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      Object.entries(members).map(([name, schema]) => [name.replace('?', ''), schema]),
    ),
  };
}
