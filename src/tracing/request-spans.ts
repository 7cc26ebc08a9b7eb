import { context, isSpanContextValid, type Span, SpanKind, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { whenOver } from '../http/when-over.js';
import { failed, tracer } from './spans.js';
import { contextOf, parseTraceparent, withIncoming } from './trace-context.js';

/**
 * A span for each request, named by its route, which goes on the caller's trace. Where an SDK's own instrumentation of
 * HTTP has one already, that is named by the route instead. Neither keeps path, query or body: they may hold people's data.
 */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    const instrumented = trace.getActiveSpan();
    if (instrumented !== undefined) {
      const { url: route = '' } = request.route;
      // It has path and query by then (seen with instrumentation-http 0.300).
      instrumented.updateName(nameOf(request)).setAttributes({ 'url.path': route, 'url.query': '' });
      done();
      return;
    }
    const caller = parseTraceparent(request.headers.traceparent);
    const parent = contextOf(caller);
    const span = tracer.startSpan(nameOf(request), { kind: SpanKind.SERVER }, parent);
    if (span.isRecording()) {
      endWith(reply, span.setAttributes({ 'http.request.method': request.method, ...routeOf(request) }));
    } else if (!isSpanContextValid(span.spanContext())) {
      // As a rule: there is no SDK, and no trace to go on with. What an SDK leaves out is left out as a whole.
      done();
      return;
    }
    const handle = () => {
      context.with(trace.setSpan(parent, span), done);
    };
    if (caller === undefined) {
      handle();
    } else {
      withIncoming(caller, handle);
    }
  });
}

/** A client that hangs up ends it too. */
function endWith(reply: FastifyReply, span: Span): void {
  whenOver(reply, (isAnswered) => {
    const { statusCode } = reply;
    if (!isAnswered) {
      failed(span, 'aborted');
    } else {
      span.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) {
        failed(span, String(statusCode));
      }
    }
    span.end();
  });
}

function nameOf({ method, route: { url: route } }: FastifyRequest): string {
  return route === undefined ? method : `${method} ${route}`;
}

function routeOf({ route: { url: route } }: FastifyRequest): { 'http.route'?: string } {
  return route === undefined ? {} : { 'http.route': route };
}
