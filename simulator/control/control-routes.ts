import { type IncomingMessage, type ServerResponse } from 'node:http';

import { FaultError } from '../faults/read-fault.js';
import { send } from '../wire/answer.js';
import { readBody } from '../wire/read-body.js';

/** What the control endpoints ask of the simulator. */
export interface Controls {
  ledger(): unknown;
  faults(): readonly unknown[];
  /** @throws FaultError when the description is wrong. */
  addFault(description: unknown): unknown;
  clearFaults(): void;
  reset(): void;
}

interface ControlAnswer {
  readonly status: number;
  readonly body?: unknown;
}

type Handler = (controls: Controls, body: string) => ControlAnswer;

const about = {
  name: 'AWS Partner Central simulator',
  wire: 'POST / (AWS JSON 1.0, AWSPartnerCentralSelling: CreateEngagement, GetEngagement, ListEngagements)',
  control: [
    'GET /_simulator/health',
    'GET /_simulator/ledger',
    'GET /_simulator/faults',
    'POST /_simulator/faults',
    'DELETE /_simulator/faults',
    'DELETE /_simulator/state',
  ],
};

const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/': { GET: () => ({ status: 200, body: about }) },
  '/_simulator/health': { GET: () => ({ status: 200, body: { status: 'ok' } }) },
  '/_simulator/ledger': { GET: (controls) => ({ status: 200, body: controls.ledger() }) },
  '/_simulator/faults': {
    GET: (controls) => ({ status: 200, body: { faults: controls.faults() } }),
    POST: addFault,
    DELETE: (controls) => {
      controls.clearFaults();
      return { status: 204 };
    },
  },
  '/_simulator/state': {
    DELETE: (controls) => {
      controls.reset();
      return { status: 204 };
    },
  },
};

/** Answers a request that is not of the AWS wire, in plain JSON. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  controls: Controls,
): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  const text = await readBody(request);
  if (methods === undefined) {
    reply(response, { status: 404, body: { message: `There is no ${path.slice(0, 100)} here.`, ...about } });
    return;
  }
  const handler = Object.entries(methods).find(([method]) => method === request.method)?.[1];
  if (handler === undefined) {
    const allow = Object.keys(methods).join(', ');
    reply(response, { status: 405, body: { message: `Only ${allow} here.` } }, { allow });
    return;
  }
  reply(response, handler(controls, text));
}

function addFault(controls: Controls, text: string): ControlAnswer {
  let description: unknown;
  try {
    description = JSON.parse(text);
  } catch {
    return { status: 400, body: { message: 'The body must be JSON.' } };
  }
  try {
    return { status: 201, body: controls.addFault(description) };
  } catch (error) {
    if (error instanceof FaultError) {
      return { status: 400, body: { message: error.message } };
    }
    throw error;
  }
}

function reply(
  response: ServerResponse,
  { status, body }: ControlAnswer,
  headers: Record<string, string> = {},
): void {
  send(response, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  });
}
