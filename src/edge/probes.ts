import type { FastifyRequest } from 'fastify';

/** What those ask who run the service, whatever its load: health and metrics. */
export function isProbe({ url }: Pick<FastifyRequest, 'url'>): boolean {
  return url.startsWith('/health/') || url === '/metrics' || url.startsWith('/metrics?');
}
