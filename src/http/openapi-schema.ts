import type { OpenAPIObject } from '@nestjs/swagger';

export type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** A schema of the API's document, or a reference to one. */
export type Schema = Schemas[string];

/** A schema that is written out. */
export type WrittenSchema = Exclude<Schema, { $ref: string }>;

/** A reference to a schema of the document. */
export const refTo = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** As `refTo`, with words of its own, which OpenAPI 3.1 takes beside a `$ref`. */
export const describedRefTo = (name: string, description: string) => ({ description, ...refTo(name) });
