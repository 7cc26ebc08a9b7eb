import { once } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { whenGone } from './hang-up.js';

const newAnswer = () => new ServerResponse(new IncomingMessage(new Socket()));

it('waits for an answer that is still to be sent', async () => {
  const answer = newAnswer();
  let isOver = false;
  whenGone(answer, () => {
    isOver = true;
  });
  expect(isOver).toBe(false);

  answer.destroy();
  await once(answer, 'close');
  expect(isOver).toBe(true);
});

it('does not wait for one that can’t be sent any more', async () => {
  const answer = newAnswer();
  answer.destroy();
  await once(answer, 'close');

  let isOver = false;
  whenGone(answer, () => {
    isOver = true;
  });
  expect(isOver).toBe(true);
});
