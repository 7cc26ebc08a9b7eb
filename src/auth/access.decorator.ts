import { applyDecorators } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { AddRouteConfig } from '../http/route-config.decorator.js';
import type { Scope } from './scopes.js';

/** Who may use a route. */
export type Access = Scope | 'open';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** What an operation of the API's document says its scope as. */
export const SCOPE_EXTENSION = 'x-required-scope';

/** A route for callers who have a scope. */
export const Requires = (scope: Scope): MethodDecorator =>
  applyDecorators(AddRouteConfig({ access: scope }), ApiExtension(SCOPE_EXTENSION, scope));

/** A route that is open to all, signed in or not. */
export const OpenToAll = (): MethodDecorator => AddRouteConfig({ access: 'open' });
