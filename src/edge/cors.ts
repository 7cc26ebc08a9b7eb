import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import type { Settings } from '../config/settings.js';

/** What a page may read of an answer besides its body. */
const exposedHeaders = [
  'ETag',
  'Location',
  'Link',
  'Retry-After',
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'Idempotency-Replayed',
  'WWW-Authenticate',
  'Accept-Patch',
];

/** What a page may send. */
const allowedHeaders = [
  'Accept',
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Prefer',
  'Traceparent',
  'Tracestate',
  'X-Request-Id',
];

/** How long a browser need not ask again what it may send, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** Lets pages of the configured origins call the API; without any, no other page's. */
export function allowOrigins(fastify: FastifyInstance, { http }: Settings): void {
  if (http.corsOrigins.length === 0) {
    return;
  }
  const options = {
    origin: [...http.corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders,
    allowedHeaders,
    maxAge: PREFLIGHT_SECONDS,
    // Callers sign in by a header, never by a cookie.
    credentials: false,
    // An OPTIONS that is no preflight is answered as one: it says nothing of what there is.
    strictPreflight: false,
  };
  // Called instead of registered: what is registered comes after every hook that stands in the code, and a preflight,
  // which can't be signed in, has to be answered before.
  cors(fastify, options, (error) => {
    if (error !== undefined) {
      throw error;
    }
  });
}
