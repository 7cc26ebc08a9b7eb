import { setTimeout as delay } from 'node:timers/promises';
import type { Told } from './books.js';
import { endsWork } from './final-answer.js';
import { listAt, textAt, valueAt } from './json.js';
import { variantsIn } from './variants.js';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly idempotencyKey?: string;
  readonly prefer?: string;
  readonly ifNoneMatch?: string;
  readonly body?: object;
}

/** Longer than an API waits for an outcome by itself, shorter than the pauses that it may suffer. */
const PATIENCE_MS = 12_000;

/** An app's connection to the APIs. */
export class ApiClient {
  constructor(
    private readonly urls: readonly [string, string],
    private readonly started: number,
    private readonly signIn: { readonly authorization: string },
  ) {}

  /** Sends a request once, to one of the two APIs. Never throws: without an answer the status is 0. */
  async send(
    api: 0 | 1,
    request: ApiRequest,
    cutOff: AbortSignal = AbortSignal.timeout(PATIENCE_MS),
  ): Promise<Told> {
    const sentAt = this.now();
    const { method, path, idempotencyKey: key } = request;
    const sent = { request: `${method} ${path}`, api, sentAt, key };
    try {
      const answer = await fetch(`${this.urls[api]}${path}`, {
        method,
        headers: { ...this.signIn, ...headersOf(request) },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        signal: cutOff,
      });
      const text = await answer.text();
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const told: Told = {
        ...about(body, answer.status),
        ...contentOf(answer, text),
        ...sent,
        ...retryAfterOf(answer),
        receivedAt: this.now(),
        status: answer.status,
        replayed: answer.headers.get('idempotency-replayed') === 'true',
      };
      return key !== undefined && endsWork(told) ? { ...told, final: allOf(answer, text) } : told;
    } catch {
      return { ...sent, receivedAt: this.now(), status: 0, replayed: false };
    }
  }

  /** Milliseconds since the run began. */
  now(): number {
    return Math.round(performance.now() - this.started);
  }
}

/** Waits, but not beyond the run's end. */
export async function pauseFor(ms: number, end: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal: end }).catch(() => undefined);
}

function headersOf({ idempotencyKey, prefer, ifNoneMatch, body }: ApiRequest): Record<string, string> {
  return {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    ...(prefer === undefined ? {} : { prefer }),
    ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
  };
}

function retryAfterOf({ headers }: Response): Pick<Told, 'retryAfterSeconds'> {
  const seconds = headers.get('retry-after');
  return seconds === null ? {} : { retryAfterSeconds: Number(seconds) };
}

/** Which content a good answer shows, and its version. */
function contentOf({ ok, headers }: Response, text: string): Partial<Told> {
  const variants = ok ? variantsIn(text) : [];
  const etag = headers.get('etag');
  return { ...(etag === null ? {} : { etag }), ...(variants.length === 0 ? {} : { variants }) };
}

/** What has to be the same, to the byte, whenever a final answer is given. */
function allOf({ status, headers }: Response, text: string): string {
  return [status, headers.get('location'), headers.get('etag'), text].join('\n');
}

/** What an answer says of an engagement, be it the engagement itself or a problem. */
function about(body: unknown, status: number): Partial<Told> {
  const problem = textAt(body, 'type');
  if (status < 300) {
    return {
      engagementId: textAt(body, 'id'),
      engagementStatus: textAt(body, 'status'),
      arn: textAt(valueAt(body, 'partnerCentral'), 'arn'),
    };
  }
  return {
    problem,
    retry: textAt(body, 'retry'),
    ...(valueAt(body, 'differs') === undefined ? {} : { differs: listAt(body, 'differs').length }),
    engagementId: textAt(body, 'engagementId') ?? textAt(body, 'id'),
    engagementStatus:
      problem === '/problems/already-submitted' ? 'submitted' : textAt(body, 'engagementStatus'),
    arn: textAt(body, 'arn'),
  };
}
