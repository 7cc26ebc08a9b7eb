import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { mediaTypeOf } from './media-type.js';
import { type TakenBody, takenBodyOf } from './taken-body.js';

/** Types that say nothing of what comes: curl's of any `--data`, and what programs send that know none. */
const vagueTypes: ReadonlySet<string | undefined> = new Set([
  undefined,
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'binary/octet-stream',
  'text/plain',
]);

/** What is fit to be told back (RFC 9110, section 8.3.1). */
const readable = /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,80}$/;

/** The refusal of a body whose content type its route does not take: which it takes, what came, and what to do. */
export function contentTypeRefused(request: Pick<FastifyRequest, 'route' | 'headers'>): DomainError {
  const taken = takenBodyOf(request);
  const type = mediaTypeOf(request.headers);
  const takes = `This takes ${taken.types.length === 0 ? 'no body' : listOf(taken.types)}`;
  const sentences = [`${takes}, and ${toldType(type)} came.`, ...adviceFor(type, taken)];
  return new DomainError('unsupported-media-type', sentences.join(' '), {
    // RFC 5789, section 2.2.
    ...(request.route.method === 'PATCH' ? { acceptPatch: taken.types } : {}),
  });
}

function listOf(types: readonly string[]): string {
  const names = types.map((type) => (type === 'multipart/form-data' ? `${type} with one file` : type));
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} or ${last}`;
}

function toldType(type: string | undefined): string {
  if (type === undefined) {
    return 'a body without a content type';
  }
  return readable.test(type) ? type : 'a content type that can’t be read';
}

function adviceFor(type: string | undefined, { types: [first], advice = {} }: TakenBody): string[] {
  const own = type !== undefined && Object.hasOwn(advice, type) ? advice[type] : undefined;
  if (own !== undefined) {
    return [own];
  }
  return first !== undefined && vagueTypes.has(type) ? [`Send it with -H 'content-type: ${first}'.`] : [];
}
