import { expect, it } from '@jest/globals';
import { requireEmptyBody } from './empty-body.js';

it.each([[undefined], [null], [{}], [[]]])('%j says nothing', (body) => {
  expect(() => {
    requireEmptyBody(body);
  }).not.toThrow();
});

it.each([[{ title: 'x' }], [{ title: null }], [['x']], ['x'], [''], [0], [false]])(
  '%j would be dropped in silence, and is refused',
  (body) => {
    expect(() => {
      requireEmptyBody(body);
    }).toThrow(expect.objectContaining({ code: 'invalid-request' }));
  },
);
