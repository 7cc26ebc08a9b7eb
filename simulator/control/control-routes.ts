import { type IncomingMessage, type ServerResponse } from 'node:http';

import { send } from '../wire/answer.js';
import { FieldError } from '../wire/json-fields.js';
import { readBody } from '../wire/read-body.js';
import { isLoopbackOrigin } from './browser-origin.js';
import { openApiDocument } from './openapi-document.js';

/** What the control endpoints ask of the simulator. */
export interface Controls {
  ledger(): unknown;
  faults(): readonly unknown[];
  /** @throws FieldError when the description is wrong. */
  addFault(description: unknown): unknown;
  clearFaults(): void;
  settings(): unknown;
  /** @throws FieldError when the description is wrong. */
  changeSettings(description: unknown): unknown;
  reset(): void;
}

interface ControlAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Handler = (controls: Controls, body: string) => ControlAnswer;

const about = {
  name: 'AWS Partner Central simulator',
  wire: 'POST / (AWS JSON 1.0, AWSPartnerCentralSelling: CreateEngagement, GetEngagement, ListEngagements)',
  control: [
    'GET /openapi.json',
    'GET /_simulator/health',
    'GET /_simulator/ledger',
    'GET /_simulator/faults',
    'POST /_simulator/faults',
    'DELETE /_simulator/faults',
    'GET /_simulator/settings',
    'PATCH /_simulator/settings',
    'DELETE /_simulator/state',
  ],
};

const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/': { GET: () => ({ status: 200, body: about }) },
  '/openapi.json': { GET: () => ({ status: 200, body: openApiDocument }) },
  '/_simulator/health': { GET: () => ({ status: 200, body: { status: 'ok' } }) },
  '/_simulator/ledger': { GET: (controls) => ({ status: 200, body: controls.ledger() }) },
  '/_simulator/faults': {
    GET: (controls) => ({ status: 200, body: { faults: controls.faults() } }),
    POST: (controls, body) => answerJson(body, 201, (description) => controls.addFault(description)),
    DELETE: (controls) => {
      controls.clearFaults();
      return { status: 204 };
    },
  },
  '/_simulator/settings': {
    GET: (controls) => ({ status: 200, body: controls.settings() }),
    PATCH: (controls, body) => answerJson(body, 200, (description) => controls.changeSettings(description)),
  },
  '/_simulator/state': {
    DELETE: (controls) => {
      controls.reset();
      return { status: 204 };
    },
  },
};

/**
 * Answers a request that is not of the AWS wire, in plain JSON. Pages of this machine may ask too (CORS); those of
 * other websites are refused before anything is done, since many requests need no preflight.
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  controls: Controls,
): Promise<void> {
  const text = await readBody(request);
  const { origin } = request.headers;
  if (origin === undefined) {
    reply(response, answerTo(request, text, controls));
  } else if (isLoopbackOrigin(origin)) {
    const answer = answerTo(request, text, controls);
    reply(response, {
      ...answer,
      headers: { ...answer.headers, 'access-control-allow-origin': origin, vary: 'origin' },
    });
  } else {
    reply(response, { status: 403, body: { message: 'Only pages of this machine may ask.' } });
  }
}

function answerTo({ method, url }: IncomingMessage, text: string, controls: Controls): ControlAnswer {
  const [path = '/'] = (url ?? '/').split('?', 1);
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (methods === undefined) {
    return { status: 404, body: { message: `There is no ${path.slice(0, 100)} here.`, ...about } };
  }
  const allow = Object.keys(methods).join(', ');
  if (method === 'OPTIONS') {
    const preflight = {
      'access-control-allow-methods': allow,
      'access-control-allow-headers': 'content-type',
    };
    return { status: 204, headers: { allow, ...preflight } };
  }
  const handler = Object.entries(methods).find(([name]) => name === method)?.[1];
  if (handler === undefined) {
    return { status: 405, body: { message: `Only ${allow} here.` }, headers: { allow } };
  }
  return handler(controls, text);
}

function answerJson(text: string, status: number, act: (description: unknown) => unknown): ControlAnswer {
  let description: unknown;
  try {
    description = JSON.parse(text);
  } catch {
    return { status: 400, body: { message: 'The body must be JSON.' } };
  }
  try {
    return { status, body: act(description) };
  } catch (error) {
    if (error instanceof FieldError) {
      return { status: 400, body: { message: error.message } };
    }
    throw error;
  }
}

function reply(response: ServerResponse, { status, body, headers }: ControlAnswer): void {
  send(response, {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  });
}
