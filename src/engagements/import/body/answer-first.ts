import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Lets a request be answered before all of its body is there. What still comes is taken and thrown away for a while, as
 * a client that is still sending would not see the answer if the connection was closed; then it is.
 * @param discardMs how long
 */
export function answerFirst(request: IncomingMessage, answer: ServerResponse, discardMs: number): void {
  answer.once('finish', () => {
    if (request.complete) {
      return;
    }
    const timer = setTimeout(() => {
      request.socket.destroy();
    }, discardMs);
    request.resume().once('close', () => {
      clearTimeout(timer);
    });
  });
}
