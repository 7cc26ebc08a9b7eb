import { RouteConfig } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';

/** Adds to what a handler's route says of itself. Nest's own `RouteConfig` takes the place of all that was said before. */
export const AddRouteConfig =
  (config: FastifyContextConfig): MethodDecorator =>
  (target, key, descriptor) => {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function') {
      throw new TypeError('A route has a handler');
    }
    const said: unknown = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler);
    RouteConfig({ ...(typeof said === 'object' ? said : {}), ...config })(target, key, descriptor);
  };
