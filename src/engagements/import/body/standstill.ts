import type { ServerResponse } from 'node:http';

/**
 * Cuts the connection of an answer when nothing is sent or read over it any more: a client that stops in the middle of
 * its rows, or does not read what became of them, would else hold the import for ever. What was saved stays saved.
 * @param silenceMs how long it may stand still; it is cut after once to twice as long
 */
export function cutAtStandstill(answer: ServerResponse, silenceMs: number): void {
  if (answer.destroyed || answer.closed) {
    // Its client has gone before: nothing would end the watch.
    return;
  }
  const { socket } = answer;
  let moved = -1;
  const timer = setInterval(() => {
    // What waits in Node to be sent counts as sent: while nobody reads, nothing is added to it.
    const movedByNow = (socket?.bytesRead ?? 0) + (socket?.bytesWritten ?? 0);
    if (movedByNow === moved) {
      socket?.destroy();
    }
    moved = movedByNow;
  }, silenceMs);
  answer.once('close', () => {
    clearInterval(timer);
  });
}
