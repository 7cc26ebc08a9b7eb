import type { FastifyInstance, FastifyRequest } from 'fastify';
import { AddRouteConfig } from './route-config.decorator.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    pathIsPrivate?: true;
  }
  interface FastifyInstance {
    /** What is private of a path: all that comes after a key, which is in lower case, and its pattern. */
    privateParts: Map<string, string>;
  }
}

/** A route whose path ends with what a caller has named, which may be a customer's address: logs have its pattern alone. */
export const PathIsPrivate = (): MethodDecorator => AddRouteConfig({ pathIsPrivate: true });

/**
 * Has paths hidden that go on as one of a private route does (`/by-ref/`), though they are none's, as they have a slash
 * too many, an encoding that can't be read, or a proxy's prefix; or are another one's, which refuses the method.
 */
export function notePrivatePaths(fastify: FastifyInstance): void {
  fastify.decorate('privateParts', new Map());
  fastify.addHook('onRoute', ({ url, config }) => {
    if (config?.pathIsPrivate === true) {
      const start = url.indexOf(':');
      const before = url.slice(url.lastIndexOf('/', start - 2), start);
      fastify.privateParts.set(before.toLowerCase(), url.slice(start));
    }
  });
}

/** The path of a request without its query, as it may be logged. */
export function loggablePathOf({ url, server }: Pick<FastifyRequest, 'url' | 'server'>): string {
  const [asSent = ''] = url.split('?', 1);
  // Routes are found by what it says, however it is written: `by%2Dref`.
  const path = asSent.replace(/%[2-7][0-9a-f]/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
  for (const [before, pattern] of server.privateParts) {
    const start = path.toLowerCase().indexOf(before);
    if (start >= 0) {
      return `${path.slice(0, start + before.length)}${pattern}`;
    }
  }
  return asSent;
}
