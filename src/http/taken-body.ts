import { applyDecorators } from '@nestjs/common';
import { ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AddRouteConfig } from './route-config.decorator.js';

/** What a route takes for a body. The parser goes by it, and so does what a caller is told who sends something else. */
export interface TakenBody {
  /** Content types, without parameters; the first one is what is advised. None: it takes no body. */
  readonly types: readonly string[];
  /** Other names of theirs, which are taken and not told. */
  readonly aliases?: readonly string[];
  /** What who sends another type is advised, by that type. */
  readonly advice?: Readonly<Record<string, string>>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    body?: TakenBody;
  }
}

export const JSON_BODY = 'application/json';
export const MERGE_PATCH = 'application/merge-patch+json';
export const JSON_PATCH = 'application/json-patch+json';

const json: TakenBody = { types: [JSON_BODY] };
const none: TakenBody = { types: [] };

/** A route whose bodies are more, or other, than JSON. */
export const TakesBody = (body: TakenBody): MethodDecorator =>
  applyDecorators(AddRouteConfig({ body }), ApiConsumes(...body.types));

/** A `POST` that says all by its address. */
export const TakesNoBody = (): MethodDecorator => AddRouteConfig({ body: none });

const methodsWithBody: ReadonlySet<unknown> = new Set(['POST', 'PUT', 'PATCH']);

/** What the route of a request takes: JSON, unless it says otherwise or its method sends nothing. */
export function takenBodyOf({ route: { config, method } }: Pick<FastifyRequest, 'route'>): TakenBody {
  return config.body ?? (methodsWithBody.has(method) ? json : none);
}
