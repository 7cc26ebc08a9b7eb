import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import type { CountRequest } from '../http/count-request.js';
import { countHeader } from '../http/raw-headers.js';
import type { Access } from './access.decorator.js';
import type { Authenticator } from './authenticator.js';
import { requireScope } from './caller.js';
import { isOpenAddress } from './open-addresses.js';

declare module 'fastify' {
  interface FastifyInstance {
    authenticator?: Pick<Authenticator, 'known' | 'authenticate'>;
  }
}

/**
 * Has every request know its caller, and lets nobody through who may not use the route: before its body is read, and
 * before anything else is looked at. A route that does not say who may use it stops the start.
 * @param count is asked after signing in: a caller is not to be kept out for what others behind the same address do. Who
 *   may not come in is counted too; whoever tries keys beyond the limit learns nothing any more
 */
export function registerSignIn(fastify: FastifyInstance, count: CountRequest | undefined): void {
  fastify.decorateRequest('caller');
  fastify.addHook('onRoute', ({ url, method, config }) => {
    if (accessOf(url, method, config?.access) === undefined) {
      throw new TypeError(`${String(method)} ${url} does not say who may use it: @Requires or @OpenToAll`);
    }
  });
  fastify.addHook('onRequest', async (request, reply) => {
    const { authenticator } = fastify;
    const access = accessTo(request);
    let refusal: DomainError | undefined;
    if (access !== 'open') {
      if (authenticator === undefined || access === undefined) {
        throw new TypeError('A request came before it was known who may make it');
      }
      try {
        const authorization = authorizationOf(request);
        request.caller =
          authenticator.known(authorization) ?? (await authenticator.authenticate(authorization));
        requireScope(request.caller, access);
      } catch (error) {
        refusal = refusalOf(error);
      }
    }
    await count?.(request, reply);
    if (refusal !== undefined) {
      throw refusal;
    }
  });
}

/** Where there is nothing, there is nothing to protect. */
function accessTo({ route: { url, method, config } }: FastifyRequest): Access | undefined {
  return url === undefined ? 'open' : accessOf(url, method, config.access);
}

function accessOf(url: string, method: string | readonly string[], declared?: Access): Access | undefined {
  return declared ?? (isOpenAddress(url, method) ? 'open' : undefined);
}

/** Of several headers, Node has the first one only, and another server before us may have gone by the last: none counts. */
function authorizationOf({ raw }: FastifyRequest): string | undefined {
  return countHeader(raw, 'authorization') > 1 ? '' : raw.headers.authorization;
}

/** What says that a caller may not come in. @throws whatever else it is */
function refusalOf(error: unknown): DomainError {
  if (error instanceof DomainError && (error.code === 'unauthenticated' || error.code === 'forbidden')) {
    return error;
  }
  throw error;
}
