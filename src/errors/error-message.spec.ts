import { expect, it } from '@jest/globals';
import { errorMessage } from './error-message.js';

it.each([
  ['an error', new Error('It broke'), 'It broke'],
  ['a text', 'It broke', 'It broke'],
  ['nothing', undefined, 'undefined'],
  ['null', null, 'null'],
  ['several errors in one', new AggregateError([new Error('refused'), new Error('other')]), 'refused'],
  ['several with words of their own', new AggregateError([new Error('x')], 'All failed'), 'All failed'],
  ['an object of an adapter', { kind: 'ConnectionClosed' }, 'ConnectionClosed'],
  ['an object with a message', { kind: 'postgres', message: 'It broke' }, 'It broke'],
  ['an object that says nothing', { a: 1 }, 'an object that is no error'],
  ['an object without a prototype', Object.create(null), 'an object that is no error'],
])('is the text of %s', (_, thrown, text) => {
  expect(errorMessage(thrown)).toBe(text);
});
