import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../errors/domain-error.js';
import { contentTypeRefused } from './content-type-refusal.js';
import { nothingHere } from './no-such-route.js';

/** What is told of a refusal, and where its code has no status of its own, with which one. */
export interface Refusal {
  readonly error: DomainError;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

type RefusedRequest = Pick<FastifyRequest, 'route' | 'headers'>;

/**
 * What Nest, Fastify and what they use refuse by themselves: whatever HTTP has a status from 400 to 499 for.
 * @returns undefined where something else was thrown
 */
export function frameworkRefusal(thrown: unknown, request: RefusedRequest): Refusal | undefined {
  const status = statusOf(thrown);
  if (status === undefined || !Number.isInteger(status) || status < 400 || status > 499) {
    return undefined;
  }
  const error = knownRefusal(status, request);
  return error === undefined
    ? { error: unknownRefusal(status), status, headers: rangeOf(thrown) }
    : { error };
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) {
    return thrown.getStatus();
  }
  return thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : undefined;
}

/** Where the catalogue has a problem of the same meaning. */
function knownRefusal(status: number, request: RefusedRequest): DomainError | undefined {
  switch (status) {
    case 400:
      return new DomainError('invalid-request', 'The request could not be read.');
    case 401:
      return new DomainError('unauthenticated', 'The request is not signed in.');
    case 404:
    // An id longer than any route takes.
    case 414:
      return nothingHere();
    case 408:
      return new DomainError('request-timeout', 'The request came too slowly.');
    case 413:
      return new DomainError('payload-too-large', 'The body is larger than 256 KiB.');
    case 415:
      return contentTypeRefused(request);
    case 429:
      return new DomainError('too-many-requests', 'There were too many requests.');
    case 431:
      return new DomainError('headers-too-large', 'The headers are larger than 16 KiB.');
    default:
      return undefined;
  }
}

function unknownRefusal(status: number): DomainError {
  // Never the framework's own words: they may hold a path of this machine.
  return new DomainError('request-refused', `The web server refused the request: ${reasonOf(status)}.`);
}

function reasonOf(status: number): string {
  return STATUS_CODES[status] ?? `status ${status}`;
}

/** A 416 says how much there is (RFC 9110, section 15.5.17). */
function rangeOf(thrown: unknown): Record<string, string> {
  // Nest's own error stands before that of a plugin.
  const headers = memberOf(memberOf(thrown, 'cause') ?? thrown, 'headers');
  const range = memberOf(headers, 'Content-Range');
  return typeof range === 'string' ? { 'content-range': range } : {};
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
