import type { OpenAPIObject } from '@nestjs/swagger';

/**
 * The API's document as a JSON Schema that takes nothing but what is in it. Clients are to overlook members that they do
 * not know, so that the document itself forbids none; what the API sends is to be in it.
 */
export function closedDocument(document: OpenAPIObject): object {
  const closed = closedValue(JSON.parse(JSON.stringify(document)));
  return typeof closed === 'object' && closed !== null ? closed : {};
}

function closedValue(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(closedValue);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const { discriminator, ...others } = closedMembers(value);
  return {
    ...others,
    ...('type' in value &&
    value.type === 'object' &&
    'properties' in value &&
    !('additionalProperties' in value)
      ? { additionalProperties: false }
      : {}),
    // Ajv finds the schema by its one value itself, and takes no mapping.
    ...(discriminator === undefined ? {} : { discriminator: withoutMapping(discriminator) }),
  };
}

function closedMembers(value: object): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, member]) => [name, closedValue(member)] as const);
  return Object.fromEntries(entries);
}

function withoutMapping(discriminator: unknown): object {
  return typeof discriminator === 'object' && discriminator !== null && 'propertyName' in discriminator
    ? { propertyName: discriminator.propertyName }
    : {};
}
