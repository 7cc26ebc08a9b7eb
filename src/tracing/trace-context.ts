import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  isSpanContextValid,
  ROOT_CONTEXT,
  type SpanContext,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

/**
 * A `traceparent` of version 00, or of a later one, which begins in the same way and may go on after a dash.
 * Source: W3C Trace Context, section 3.2.
 */
const pattern =
  /^(?!ff)(?<version>[0-9a-f]{2})-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})(?<more>-.*)?$/;

/** What the request that is being handled came with, where no SDK keeps the trace for us. */
const incoming = new AsyncLocalStorage<string>();

/** Where a trace was when somebody handed it on; undefined for what is no `traceparent`, which is ignored then. */
export function parseTraceparent(header: unknown): SpanContext | undefined {
  const parts = typeof header === 'string' ? pattern.exec(header)?.groups : undefined;
  if (parts === undefined || (parts['version'] === '00' && parts['more'] !== undefined)) {
    return undefined;
  }
  const { traceId = '', spanId = '', flags = '' } = parts;
  const isSampled = (Number.parseInt(flags, 16) & TraceFlags.SAMPLED) !== 0;
  const traceFlags = isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  const parsed = { traceId, spanId, traceFlags, isRemote: true };
  return isSpanContextValid(parsed) ? parsed : undefined;
}

export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${(traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, '0')}`;
}

/** The context of work that goes on in a trace which was handed on, or begins one. */
export function contextOf(traceparent: SpanContext | undefined): Context {
  return traceparent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, traceparent);
}

/** Handles a request that came with a trace: `currentTraceparent` knows it then, with an SDK or without. */
export function withIncoming(traceparent: SpanContext, handle: () => void): void {
  incoming.run(formatTraceparent(traceparent), handle);
}

/** The trace of what is being done right now, to be handed on; undefined where it is part of none. */
export function currentTraceparent(): string | undefined {
  const active = trace.getActiveSpan()?.spanContext();
  return active !== undefined && isSpanContextValid(active) ? formatTraceparent(active) : incoming.getStore();
}
