import type { FastifyRequest } from 'fastify';
import { AddRouteConfig } from './route-config.decorator.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    pathIsPrivate?: true;
  }
}

/** A route whose path holds what a caller has named, which may be a customer's address: logs have its pattern alone. */
export const PathIsPrivate = (): MethodDecorator => AddRouteConfig({ pathIsPrivate: true });

/** The path of a request without its query, as it may be logged. */
export function loggablePathOf({ url, route }: Pick<FastifyRequest, 'url' | 'route'>): string {
  if (route.config.pathIsPrivate === true && route.url !== undefined) {
    return route.url;
  }
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
