import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { type Scope, scopes } from './scopes.js';

/** Who makes a request, and what they may do. */
export interface Caller {
  /** The name that their engagements are kept under. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** Everyone, where callers do not sign in. */
export const anonymous: Caller = { id: 'anonymous', scopes: new Set(scopes) };

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request; undefined on routes that are open to all. */
    caller?: Caller;
  }
}

/** The caller of the request being handled. @throws TypeError on a route that is open to all */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) {
    throw new TypeError('A route that is open to all has no caller');
  }
  return caller;
});

/**
 * Holds back a caller who lacks a scope.
 * @param engagementId is named by the problem, where it is about one
 * @throws DomainError `forbidden`
 */
export function requireScope({ scopes: held }: Caller, scope: Scope, engagementId?: string): void {
  if (!held.has(scope)) {
    throw new DomainError('forbidden', `This takes the scope ${scope}.`, {
      members: { requiredScope: scope },
      ...(engagementId === undefined ? {} : { engagementId }),
    });
  }
}
