import rateLimit, { type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { DomainError } from '../errors/domain-error.js';
import type { CountRequest } from '../http/count-request.js';
import { isProbe } from './probes.js';

const WINDOW_SECONDS = 60;

/** The plugin keeps a count for each; the one that has asked least lately is forgotten. */
const MAX_COUNTED = 10_000;

/**
 * Limits the requests of each caller within a minute, and of each address where nobody is signed in, those whose
 * signing in fails among them. This process counts for itself.
 * @returns undefined where there is no limit
 */
export function requestLimit(fastify: FastifyInstance, { http }: Settings): CountRequest | undefined {
  const max = http.requestsPerMinute;
  if (max === undefined) {
    return undefined;
  }
  void fastify.register(rateLimit, { global: false });
  const counters = countersOf(fastify, max);
  const policy = `"default";q=${max};w=${WINDOW_SECONDS}`;
  return async (request, reply) => {
    if (isProbe(request)) {
      return;
    }
    const { caller, address } = counters();
    const counted = await (request.caller === undefined ? address(request) : caller(request));
    if (!counted.isAllowed) {
      const { remaining, isExceeded, ttlInSeconds } = counted;
      const resetsInSeconds = Math.max(1, ttlInSeconds);
      // Source: draft-ietf-httpapi-ratelimit-headers-10; the plugin's are those of its sixth version.
      void reply
        .header('ratelimit-policy', policy)
        .header('ratelimit', `"default";r=${remaining};t=${resetsInSeconds}`);
      if (isExceeded) {
        throw new DomainError('too-many-requests', `There may be ${max} requests a minute.`, {
          retryAfterSeconds: resetsInSeconds,
        });
      }
    }
  };
}

type Counter = ReturnType<FastifyInstance['createRateLimit']>;

/** Made when they are first needed: the plugin is there when the server starts. */
function countersOf(fastify: FastifyInstance, max: number): () => { caller: Counter; address: Counter } {
  const counter = (keyGenerator: (request: FastifyRequest) => string) => {
    const options: RateLimitOptions = {
      max,
      timeWindow: WINDOW_SECONDS * 1000,
      keyGenerator,
      cache: MAX_COUNTED,
    };
    return fastify.createRateLimit(options);
  };
  let made: { caller: Counter; address: Counter } | undefined;
  return () =>
    (made ??= {
      caller: counter(({ caller }) => caller?.id ?? ''),
      // Of IPv6 a client has a whole network.
      address: counter(({ ip }) => rateLimit.normalizeIP(ip)),
    });
}
