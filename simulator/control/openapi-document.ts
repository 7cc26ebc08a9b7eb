import { faultExamples } from './fault-examples.js';
import { schemas } from './openapi-schemas.js';

const json = (schema: keyof typeof schemas, more: object = {}) => ({
  content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` }, ...more } },
});

const elsewhere = {
  403: { description: 'The page that asks is not one of this machine.', ...json('Message') },
};

/** The control endpoints in OpenAPI 3.1, for Swagger UI and other tools. The AWS wire is AWS's to document. */
export const openApiDocument = {
  openapi: '3.1.0',
  info: {
    title: 'Partner Central simulator',
    version: '1',
    description:
      'Tells the Partner Central that runs on this machine to misbehave, and shows what it has created. ' +
      'A fault strikes the calls that come after it: add one, then submit an engagement.',
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  },
  servers: [{ url: '/' }],
  tags: [
    { name: 'Faults', description: 'What goes wrong.' },
    { name: 'Settings', description: 'How it answers.' },
    { name: 'State', description: 'What was created.' },
  ],
  paths: {
    '/_simulator/faults': {
      post: {
        operationId: 'addFault',
        tags: ['Faults'],
        summary: 'Make the next calls fail',
        description:
          'Faults are tried in the order they were added, and one call is struck by one of them at most.',
        requestBody: { required: true, ...json('NewFault', { examples: faultExamples }) },
        responses: {
          201: { description: 'Added.', ...json('Fault') },
          400: { description: 'The fault is wrong; `message` names the field.', ...json('Message') },
          ...elsewhere,
        },
      },
      get: {
        operationId: 'listFaults',
        tags: ['Faults'],
        summary: 'List the faults that still wait for calls',
        responses: { 200: { description: 'Those pending, in order.', ...json('Faults') }, ...elsewhere },
      },
      delete: {
        operationId: 'clearFaults',
        tags: ['Faults'],
        summary: 'Forget all faults',
        responses: { 204: { description: 'Calls go through again.' }, ...elsewhere },
      },
    },
    '/_simulator/settings': {
      get: {
        operationId: 'getSettings',
        tags: ['Settings'],
        summary: 'Show what can be set while it runs',
        responses: { 200: { description: 'What is set now.', ...json('Settings') }, ...elsewhere },
      },
      patch: {
        operationId: 'changeSettings',
        tags: ['Settings'],
        summary: 'Set some of it, until everything is forgotten',
        requestBody: { required: true, ...json('SettingsChange') },
        responses: {
          200: { description: 'What is set now.', ...json('Settings') },
          400: { description: 'A setting is wrong; `message` names the field.', ...json('Message') },
          ...elsewhere,
        },
      },
    },
    '/_simulator/ledger': {
      get: {
        operationId: 'getLedger',
        tags: ['State'],
        summary: 'Show what was created, and how many calls came',
        responses: { 200: { description: 'Everything so far.', ...json('Ledger') }, ...elsewhere },
      },
    },
    '/_simulator/state': {
      delete: {
        operationId: 'reset',
        tags: ['State'],
        summary: 'Forget everything: engagements, calls, faults and changed settings',
        responses: { 204: { description: 'As new.' }, ...elsewhere },
      },
    },
  },
  components: { schemas },
};
