import { METHODS } from 'node:http';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler } from 'fastify';
import { methodNotAllowed, nothingHere } from './no-such-route.js';

/** As they are told in `Allow`. */
const order = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Node hands no request of this method on. */
const methods = METHODS.filter((method) => method !== 'CONNECT');

/**
 * Has every path that there is answer every method: those that it lacks with 405 and `Allow`. They are routes of their
 * own, so that the router alone says which path a request is for (`/engagements/import` is no engagement's), and log
 * lines and metrics have its pattern. They are open to all, as what is at no path: they say what the OpenAPI document
 * says.
 */
@Injectable()
export class KnownPaths implements OnApplicationBootstrap {
  private readonly taken = new Map<string, Set<string>>();
  private readonly fastify: FastifyInstance | undefined;

  /** A worker has no server. */
  constructor(@Inject(HttpAdapterHost) { httpAdapter }: { httpAdapter: FastifyAdapter | null | undefined }) {
    this.fastify = httpAdapter?.getInstance();
    this.fastify?.addHook('onRoute', ({ url, method }) => {
      this.taken.set(url, new Set([...(this.taken.get(url) ?? []), ...[method].flat()]));
    });
  }

  /** Those of controllers are there by now, and a plugin is loaded after all others. */
  onApplicationBootstrap(): void {
    const { fastify } = this;
    void fastify?.register((_instance, _options, done) => {
      this.refuseOtherMethods(fastify);
      done();
    });
  }

  private refuseOtherMethods(fastify: FastifyInstance): void {
    for (const method of methods.filter((one) => !fastify.supportedMethods.includes(one))) {
      fastify.addHttpMethod(method);
    }
    // Those of CORS: it answers them for every path.
    const always = fastify.hasRoute({ method: 'OPTIONS', url: '/*' }) ? ['OPTIONS'] : [];
    for (const [url, taken] of [...this.taken]) {
      const allow = order.filter((method) => taken.has(method) || always.includes(method));
      fastify.route({
        url,
        method: methods.filter((method) => !allow.includes(method)),
        config: { access: 'open' },
        onRequest: refuseMethod(allow),
        handler: () => undefined,
      });
    }
  }
}

function refuseMethod(allow: readonly string[]): onRequestHookHandler {
  return (request, _reply, done) => {
    done(hasEmptyParameter(request) ? nothingHere() : methodNotAllowed(allow));
  };
}

/** `/engagements/` is the path of no engagement, and of nothing else. The rest of a path, `*`, may be empty. */
function hasEmptyParameter({ params }: FastifyRequest): boolean {
  return (
    typeof params === 'object' &&
    params !== null &&
    Object.entries(params).some(([name, value]) => name !== '*' && value === '')
  );
}
