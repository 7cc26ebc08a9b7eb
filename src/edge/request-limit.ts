import rateLimit, { type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '../config/settings.js';
import { DomainError } from '../errors/domain-error.js';
import { problemAnswer } from '../http/problem-answer.js';
import { isProbe } from './probes.js';

const WINDOW_SECONDS = 60;

/** The plugin keeps a count for each; the one that has asked least lately is forgotten. */
const MAX_COUNTED = 10_000;

/** What is left of a limit. */
interface Quota {
  readonly max: number;
  readonly remaining: number;
  readonly isExceeded: boolean;
  readonly resetsInSeconds: number;
}

/** Counts a request. @returns undefined where there is no limit */
type Count = (request: FastifyRequest) => Promise<Quota | undefined>;

/**
 * Limits the requests of each caller within a minute, and of each address where nobody is signed in, those whose
 * signing in fails among them. This process counts for itself.
 *
 * It comes after signing in: a caller is not to be kept out for what others behind the same address do.
 */
export function limitRequests(fastify: FastifyInstance, { http }: Settings): void {
  const max = http.requestsPerMinute;
  if (max === undefined) {
    return;
  }
  void fastify.register(rateLimit, { global: false });
  const counts = countsOf(fastify, max);
  const counted: Count = (request) =>
    request.caller === undefined ? counts().address(request) : counts().caller(request);
  fastify.addHook('onRequest', async (request, reply) => {
    if (isProbe(request)) {
      return;
    }
    const quota = await counted(request);
    if (quota !== undefined) {
      void reply.headers(headersOf(quota));
      if (quota.isExceeded) {
        throw tooMany(quota);
      }
    }
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    // Who may not come in, and so was not counted yet.
    if (![401, 403].includes(reply.statusCode) || reply.hasHeader('ratelimit')) {
      done(null, payload);
      return;
    }
    counted(request).then(
      (quota) => {
        done(null, quota?.isExceeded === true ? refuseGuess(request, reply, quota) : payload);
      },
      (error: unknown) => {
        done(error instanceof Error ? error : new Error('The request could not be counted'));
      },
    );
  });
}

/** Made when they are first needed: the plugin is there when the server starts. */
function countsOf(fastify: FastifyInstance, max: number): () => { caller: Count; address: Count } {
  const count = (keyGenerator: (request: FastifyRequest) => string): Count => {
    const options: RateLimitOptions = {
      max,
      timeWindow: WINDOW_SECONDS * 1000,
      keyGenerator,
      cache: MAX_COUNTED,
    };
    const counter = fastify.createRateLimit(options);
    return async (request) => {
      const counted = await counter(request);
      return counted.isAllowed
        ? undefined
        : {
            max,
            remaining: counted.remaining,
            isExceeded: counted.isExceeded,
            resetsInSeconds: Math.max(1, counted.ttlInSeconds),
          };
    };
  };
  let made: { caller: Count; address: Count } | undefined;
  return () =>
    (made ??= {
      caller: count(({ caller }) => caller?.id ?? ''),
      // Of IPv6 a client has a whole network.
      address: count(({ ip }) => rateLimit.normalizeIP(ip)),
    });
}

/** Source: draft-ietf-httpapi-ratelimit-headers-10; the plugin's are those of its sixth version. */
function headersOf({ max, remaining, resetsInSeconds }: Quota): Record<string, string> {
  return {
    'ratelimit-policy': `"default";q=${max};w=${WINDOW_SECONDS}`,
    ratelimit: `"default";r=${remaining};t=${resetsInSeconds}`,
  };
}

function tooMany({ max, resetsInSeconds }: Quota): DomainError {
  return new DomainError('too-many-requests', `There may be ${max} requests a minute.`, {
    retryAfterSeconds: resetsInSeconds,
  });
}

/** Whoever tries keys learns nothing any more, not even that this one is wrong. */
function refuseGuess(request: FastifyRequest, reply: FastifyReply, quota: Quota): string {
  const { status, headers, body } = problemAnswer(tooMany(quota), request);
  void reply
    .removeHeader('www-authenticate')
    .status(status)
    .headers({ ...headers, ...headersOf(quota) });
  return body;
}
