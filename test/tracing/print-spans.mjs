import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';

/**
 * What an operator loads with `NODE_OPTIONS=--import …` to have traces: an SDK, whose exporter here prints each span that
 * has ended as a line of JSON.
 */
const exporter = {
  export: (spans, done) => {
    for (const span of spans) {
      const { name, kind, attributes, status, parentSpanContext } = span;
      const { traceId, spanId } = span.spanContext();
      const parentSpanId = parentSpanContext?.spanId;
      const printed = { name, kind, attributes, status, traceId, spanId, parentSpanId };
      process.stdout.write(`SPAN ${JSON.stringify(printed)}\n`);
    }
    done({ code: 0 });
  },
  shutdown: () => Promise.resolve(),
};

new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
