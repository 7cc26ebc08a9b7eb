import { context, type Span, type SpanOptions, SpanStatusCode, trace } from '@opentelemetry/api';
import { contextOf, parseTraceparent } from './trace-context.js';

/** Of our spans. Without an SDK, which an operator loads from outside, it makes none. */
export const tracer = trace.getTracer('partner-engagements');

/**
 * Does work in a span of a trace that was handed on, such as by the request that has asked for a submission. Without one
 * it begins a trace.
 * @param work must leave no personal data in the span
 */
export async function inSpanOf<T>(
  traceparent: string | undefined,
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const parent = contextOf(parseTraceparent(traceparent));
  const span = tracer.startSpan(name, options, parent);
  return context.with(trace.setSpan(parent, span), () => ended(span, work));
}

/** Does work in a span that is part of what is being done right now. */
export async function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer.startActiveSpan(name, options, (span) => ended(span, work));
}

/** Says that what a span is of has failed. @param type of which kind the failure is: no words, which may quote anything */
export function failed(span: Span, type: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', type);
}

async function ended<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await work(span);
  } catch (error) {
    failed(span, Error.isError(error) ? error.name : 'unknown');
    throw error;
  } finally {
    span.end();
  }
}
