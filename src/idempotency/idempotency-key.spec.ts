import { describe, expect, it } from '@jest/globals';
import { anonymous } from '../auth/caller.js';
import { fingerprintOf, readIdempotencyKey } from './idempotency-key.js';

const caller = { ...anonymous, id: 'crm' };
const requestWith = (key?: string) => ({
  method: 'POST',
  url: '/engagements',
  body: {},
  headers: { 'idempotency-key': key },
});

describe('an Idempotency-Key', () => {
  it('may be missing', () => {
    expect(readIdempotencyKey(requestWith(), caller)).toBeUndefined();
  });

  it.each(['!', '~', 'a'.repeat(255), '"quoted"', '0c1f6c1e-6d5f-4c1b-9e0e-2f1c6f0a7a11'])(
    'may be %.40s',
    (key) => {
      expect(readIdempotencyKey(requestWith(key), caller)).toMatchObject({ key, caller: 'crm' });
    },
  );

  it.each(['', ' ', 'a b', 'a'.repeat(256), 'ä', 'a\n', 'a\u007f', 'x'.repeat(200_000)])(
    'may not be %.40j',
    (key) => {
      expect(() => readIdempotencyKey(requestWith(key), caller)).toThrow(
        expect.objectContaining({
          code: 'invalid-request',
          options: { errors: [expect.objectContaining({ parameter: 'Idempotency-Key' })] },
        }),
      );
    },
  );
});

describe('the fingerprint of a request', () => {
  const request = { method: 'POST', url: '/engagements', body: { title: 'x', contexts: [{ id: '1' }] } };

  it('is the same whatever order the keys of its body stand in', () => {
    const { title, contexts } = request.body;

    expect(fingerprintOf({ ...request, body: { contexts, title } })).toBe(fingerprintOf(request));
  });

  it.each([
    ['method', { method: 'PUT' }],
    ['address', { url: '/engagements/1/submit' }],
    ['query', { url: '/engagements?submit=true' }],
    ['value', { body: { ...request.body, title: 'y' } }],
    ['type of value', { body: { ...request.body, title: 1 } }],
    ['order of a list', { body: { title: 'x', contexts: [{ id: '2' }, { id: '1' }] } }],
    ['field deep within', { body: { title: 'x', contexts: [{ id: '1', customer: { address: {} } }] } }],
    ['missing body', { body: undefined }],
  ])('is another one for another %s', (_, change) => {
    expect(fingerprintOf({ ...request, ...change })).not.toBe(fingerprintOf(request));
  });

  it('can be had of a body of 100,000 levels', () => {
    const body: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

    expect(fingerprintOf({ ...request, body })).toMatch(/^[0-9a-f]{64}$/);
  });
});
