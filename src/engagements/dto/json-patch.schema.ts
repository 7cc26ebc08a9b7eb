import type { OpenAPIObject } from '@nestjs/swagger';
import { MAX_OPERATIONS } from '../reading/json-patch/patch-operation.js';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;
type Schema = Schemas[string];

export const JSON_PATCH_SCHEMA = '#/components/schemas/JsonPatch';

const operations = {
  add: 'JsonPatchAdd',
  remove: 'JsonPatchRemove',
  replace: 'JsonPatchReplace',
  move: 'JsonPatchMove',
  copy: 'JsonPatchCopy',
  test: 'JsonPatchTest',
} as const;

type OperationName = keyof typeof operations;

const refOf = (name: string) => `#/components/schemas/${name}`;

const pointer = (description: string): Schema => ({
  type: 'string',
  description,
  example: '/contexts/0/customer/industry',
});

const path = pointer('JSON Pointer (RFC 6901) to a place in the engagement, as findings have it.');
const from = pointer('JSON Pointer to the place that it is taken from.');
/** Any JSON, which a schema without a type is. */
const value = (description: string): Schema => ({ description });

function operation(
  op: OperationName,
  description: string,
  members: Readonly<Record<string, Schema>>,
): Schema {
  return {
    type: 'object',
    description,
    required: ['op', 'path', ...Object.keys(members)],
    properties: { op: { type: 'string', enum: [op] }, path, ...members },
  };
}

/** How a JSON Patch looks, for the API's document. Nest makes schemas of classes only, and this is a list of several. */
export const jsonPatchSchemas: Schemas = {
  JsonPatch: {
    type: 'array',
    maxItems: MAX_OPERATIONS,
    description: 'Operations (RFC 6902), applied one after the other: all of them or none.',
    items: { $ref: refOf('JsonPatchOperation') },
  },
  JsonPatchOperation: {
    oneOf: Object.values(operations).map((name) => ({ $ref: refOf(name) })),
    discriminator: {
      propertyName: 'op',
      mapping: Object.fromEntries(Object.entries(operations).map(([op, name]) => [op, refOf(name)])),
    },
  },
  [operations.add]: operation(
    'add',
    'Sets a field, whether it is there or not; in a list, puts an item before the one that has the index, or at its end (`-`).',
    { value: value('What to put there: any JSON.') },
  ),
  [operations.remove]: operation('remove', 'Clears a field or takes out an item. It must be there.', {}),
  [operations.replace]: operation('replace', 'Replaces a field or an item. It must be there.', {
    value: value('What to put there: any JSON.'),
  }),
  [operations.move]: operation('move', 'Removes what is at `from` and adds it at `path`.', { from }),
  [operations.copy]: operation('copy', 'Adds what is at `from` at `path`, too.', { from }),
  [operations.test]: operation('test', 'Goes on only if this is what is there; else 409.', {
    value: value('What is expected there: any JSON.'),
  }),
};
