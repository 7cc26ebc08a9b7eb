/** How long the issuer may take for one document, body included. */
const TIME_LIMIT_MS = 2000;

/** More than any issuer's keys take. */
const SIZE_LIMIT_BYTES = 512 * 1024;

/**
 * Fetches one of an issuer's JSON documents. No redirection is followed: what is asked for is at its own address.
 * @throws Error that says what was wrong with it
 */
export async function fetchDocument(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  const answer = await fetch(url, { signal, redirect: 'manual', headers: { accept: 'application/json' } });
  if (answer.status !== 200 || answer.body === null) {
    await answer.body?.cancel();
    throw new Error(`${url} answered ${answer.status}`);
  }
  const body: AsyncIterable<Uint8Array> = answer.body;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > SIZE_LIMIT_BYTES) {
      throw new Error(`${url} is larger than any such document`);
    }
  }
  return JSON.parse(text);
}
