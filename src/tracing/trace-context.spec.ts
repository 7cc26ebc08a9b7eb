import { describe, expect, it } from '@jest/globals';
import { currentTraceparent, formatTraceparent, parseTraceparent, withIncoming } from './trace-context.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';

describe('parseTraceparent', () => {
  it.each([
    ['of version 00', `00-${traceId}-${spanId}-01`, 1],
    ['not sampled', `00-${traceId}-${spanId}-00`, 0],
    ['with flags that are not known yet', `00-${traceId}-${spanId}-fe`, 0],
    ['of a later version', `cc-${traceId}-${spanId}-01`, 1],
    ['of a later version that says more', `cc-${traceId}-${spanId}-01-more`, 1],
  ])('reads one %s', (_, header, traceFlags) => {
    expect(parseTraceparent(header)).toEqual({ traceId, spanId, traceFlags, isRemote: true });
  });

  it.each([
    ['none at all', undefined],
    ['an empty one', ''],
    ['more than version 00 has', `00-${traceId}-${spanId}-01-more`],
    ['the version that is never used', `ff-${traceId}-${spanId}-01`],
    ['upper case', `00-${traceId.toUpperCase()}-${spanId}-01`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['a span id of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
    ['blanks', ` 00-${traceId}-${spanId}-01 `],
    ['two in one header', `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`],
    ['two headers', [`00-${traceId}-${spanId}-01`]],
    ['another text', "'; DROP TABLE submissions; --"],
  ])('ignores %s', (_, header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });
});

describe('currentTraceparent', () => {
  it('is that of the request without an SDK, for all that it waits for', async () => {
    const parsed = parseTraceparent(`cc-${traceId}-${spanId}-03-more`);
    const seen = await new Promise((resolve) => {
      if (parsed !== undefined) {
        withIncoming(
          parsed,
          () =>
            void Promise.resolve().then(() => {
              resolve(currentTraceparent());
            }),
        );
      }
    });
    expect(seen).toBe(`00-${traceId}-${spanId}-01`);
    expect(currentTraceparent()).toBeUndefined();
  });
});

it('writes what it has read', () => {
  const header = `00-${traceId}-${spanId}-00`;
  const parsed = parseTraceparent(header);
  expect(parsed && formatTraceparent(parsed)).toBe(header);
});
