import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from './access.decorator.js';
import type { Authenticator } from './authenticator.js';
import { requireScope } from './caller.js';
import { isOpenAddress } from './open-addresses.js';

declare module 'fastify' {
  interface FastifyInstance {
    authenticator?: Authenticator;
  }
}

/**
 * Has every request know its caller, and lets nobody through who may not use the route: before its body is read, and
 * before anything else is looked at. A route that does not say who may use it stops the start.
 */
export function registerSignIn(fastify: FastifyInstance): void {
  fastify.decorateRequest('caller');
  fastify.addHook('onRoute', ({ url, method, config }) => {
    if (accessOf(url, method, config?.access) === undefined) {
      throw new TypeError(`${String(method)} ${url} does not say who may use it: @Requires or @OpenToAll`);
    }
  });
  fastify.addHook('onRequest', async (request) => {
    const { url, method, config } = request.routeOptions;
    // Where there is nothing, there is nothing to protect.
    if (request.is404 || url === undefined) {
      return;
    }
    const access = accessOf(url, method, config.access);
    if (access !== 'open') {
      await signIn(request, access);
    }
  });
}

function accessOf(url: string, method: string | readonly string[], declared?: Access): Access | undefined {
  return declared ?? (isOpenAddress(url, method) ? 'open' : undefined);
}

async function signIn(request: FastifyRequest, scope: Exclude<Access, 'open'> | undefined): Promise<void> {
  const { authenticator } = request.server;
  if (authenticator === undefined || scope === undefined) {
    throw new TypeError('A request came before it was known who may make it');
  }
  request.caller = await authenticator.authenticate(authorizationOf(request));
  requireScope(request.caller, scope);
}

/** Every such header: of several, Node's own `headers` have the first one only. */
function authorizationOf({ raw: { rawHeaders } }: FastifyRequest): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'authorization');
}
