import { expect, it } from '@jest/globals';
import { SharedComponents } from './shared-components.js';

const text = { schema: { type: 'string' as const } };
const problems = (value: string) => ({
  'application/problem+json': { examples: { gone: { value } } },
});

it('writes once what is the same, and leaves another one of the same name where it is', () => {
  const shared = new SharedComponents();
  const first = shared.share({ description: 'One.', headers: { ETag: text }, content: problems('x') });
  const second = shared.share({
    description: 'Two.',
    headers: { ETag: text, Location: { ...text, description: 'Where.' } },
    content: problems('another'),
  });
  const third = shared.share({ description: 'Three.', headers: { Location: text } });

  const etag = { $ref: '#/components/headers/ETag' };
  const location = { $ref: '#/components/headers/Location' };
  expect(first).toEqual({
    description: 'One.',
    headers: { ETag: etag },
    content: { 'application/problem+json': { examples: { gone: { $ref: '#/components/examples/gone' } } } },
  });
  expect(second).toEqual({
    description: 'Two.',
    headers: { ETag: etag, Location: location },
    content: problems('another'),
  });
  expect(third).toEqual({ description: 'Three.', headers: { Location: text } });
  expect(shared.headers).toEqual({ ETag: text, Location: { ...text, description: 'Where.' } });
  expect(shared.examples).toEqual({ gone: { value: 'x' } });
});
