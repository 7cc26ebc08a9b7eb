import { expect, it } from '@jest/globals';
import { askedBy } from './promql.js';

it.each([
  ['up', [{ metric: 'up', labels: [] }]],
  [
    'max(a_b{step="send"}) > 60 and max by (step) (c) > 1',
    [
      { metric: 'a_b', labels: ['step', 'step'] },
      { metric: 'c', labels: ['step'] },
    ],
  ],
  [
    'sum by (le, instance) (rate(d_bucket{route!~"/x{2}/.*",status=~"5.."}[$__rate_interval]))',
    [{ metric: 'd_bucket', labels: ['route', 'status', 'le'] }],
  ],
])('finds what %s asks for', (expression, asked) => {
  expect(askedBy(expression)).toEqual(asked);
});
