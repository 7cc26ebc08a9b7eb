/** An answer that never came, came in part, or is not the service's: whatever it was, nobody knows what was done. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
}

/** What `openapi-fetch` sends a request with. */
export type SendRequest = (request: Request) => Promise<Response>;

const retries: ReadonlySet<unknown> = new Set(['same', 'poll', 'fix', 'operator', 'no']);

/**
 * Has a request answered by the service or not at all: a proxy's page, whatever its status, and half an answer are none.
 * @returns an answer whose body is here already
 * @throws LostAnswer
 */
export function wholeAnswers(send: SendRequest): SendRequest {
  return async (request) => {
    const answer = await received(send(request));
    const text = await received(answer.text());
    if (!isOfService(answer, text)) {
      throw new LostAnswer(`The answer is not the service's: ${inShort(answer)}.`);
    }
    const { status, statusText, headers } = answer;
    return new Response(hasNoBody(answer) ? null : text, { status, statusText, headers });
  };
}

/** As `wholeAnswers`, but where all is well the body comes bit by bit. */
export function streamedAnswers(send: SendRequest): SendRequest {
  return async (request) => {
    const answer = await received(send(request));
    return answer.ok && mediaTypeOf(answer) === 'application/x-ndjson'
      ? answer
      : wholeAnswers(() => Promise.resolve(answer))(request);
  };
}

/** An answer of which nothing is known yet, in words. */
function inShort({ status, headers }: Response): string {
  return `${status}, ${headers.get('content-type') ?? 'without a content type'}`;
}

/** @throws LostAnswer where there is none, or no more of it */
export async function received<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw new LostAnswer(`There was no answer: ${reasonOf(cause)}.`, { cause });
  }
}

/** What Node says of a lost connection stands in the cause, and at times it has no words but a code. */
function reasonOf(error: unknown): string {
  return [error, propertyOf(error, 'cause')].map(wordsOf).filter(isText).join(' – ');
}

function wordsOf(error: unknown): unknown {
  const message = propertyOf(error, 'message');
  return isText(message) ? message : propertyOf(error, 'code');
}

function propertyOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isOfService(answer: Response, text: string): boolean {
  if (hasNoBody(answer)) {
    return true;
  }
  const type = mediaTypeOf(answer);
  const body = parsed(text);
  return answer.ok
    ? type === 'application/json' && body !== undefined
    : type === 'application/problem+json' && isProblem(body);
}

function mediaTypeOf({ headers }: Response): string | undefined {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
}

function hasNoBody({ status }: Response): boolean {
  return status === 204 || status === 304;
}

/** Whether it is a problem as this API has them. Other programs on the way may have problems too. */
function isProblem(body: object | undefined): boolean {
  return (
    body !== undefined &&
    'type' in body &&
    typeof body.type === 'string' &&
    'retry' in body &&
    retries.has(body.retry)
  );
}

/** @returns the object that a text is; undefined if it is none */
export function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
