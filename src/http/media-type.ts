import type { IncomingHttpHeaders } from 'node:http';

/** The content type of a message or a part of one, in lower case and without its parameters; undefined where it has none. */
export function mediaTypeOf(headers: Pick<IncomingHttpHeaders, 'content-type'>): string | undefined {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  return type === '' ? undefined : type;
}
