import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { DomainError } from '../errors/domain-error.js';
import type { ErrorCode } from '../errors/error-codes.js';
import { causeOf } from '../errors/failure-cause.js';
import { loggableError } from '../errors/loggable-error.js';
import { bodyEndedEarly } from './body-bytes.js';
import { problemAnswer } from './problem-answer.js';
import { noteCause } from './request-log.js';

/** Turns whatever was thrown into `application/problem+json` (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.send(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Answers a request with the problem that the thrown value means. */
  send(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = isOfRequest(thrown, request) ? bodyEndedEarly() : this.toDomainError(thrown);
    const { status, headers, body } = problemAnswer(error, request);
    if (status >= 500) {
      noteCause(
        request,
        causeOf(thrown instanceof DomainError ? (thrown.cause ?? { code: thrown.code }) : thrown),
      );
    } else if (error.options.credentialRefused !== undefined) {
      noteCause(request, error.options.credentialRefused);
    }
    void reply.status(status).headers(headers).send(body);
  }

  private toDomainError(thrown: unknown): DomainError {
    if (thrown instanceof DomainError) {
      return thrown;
    }
    if (isDatabaseUnavailable(thrown)) {
      // The request's own line has the cause; what lasts is told as trouble, and not for each request.
      this.logger.debug({ err: loggableError(thrown) }, 'The database is unavailable');
      return new DomainError('database-unavailable', 'The database can’t be reached right now.');
    }
    const known = frameworkError(thrown);
    if (known === undefined) {
      this.logger.error({ err: loggableError(thrown) }, 'Unexpected error');
      return new DomainError('internal-error', 'The service failed to handle the request.');
    }
    return known;
  }
}

/**
 * Whether a request's own body could not be read to its end. Whoever sends it has hung up: nobody hears the answer, and
 * nothing of ours has failed, though the codes are those of a lost database (ECONNRESET).
 */
function isOfRequest(thrown: unknown, { raw }: FastifyRequest): boolean {
  return thrown !== null && thrown !== undefined && thrown === raw.errored;
}

const frameworkDetails: Partial<Record<ErrorCode, string>> = {
  'not-found': 'There is nothing at this address for this method.',
  'payload-too-large': 'The body is larger than 256 KiB.',
  'unsupported-media-type':
    'Send the body as application/json (PATCH also takes application/merge-patch+json).',
  'invalid-request': 'The request could not be read.',
};

/** What Nest and Fastify refuse by themselves, by the HTTP status that they would give it. */
function frameworkError(thrown: unknown): DomainError | undefined {
  const code = codeOfStatus(statusOf(thrown));
  return code === undefined ? undefined : new DomainError(code, frameworkDetails[code] ?? '');
}

function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) {
    return thrown.getStatus();
  }
  return thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number'
    ? thrown.statusCode
    : undefined;
}

function codeOfStatus(status: number | undefined): ErrorCode | undefined {
  switch (status) {
    case 400:
      return 'invalid-request';
    case 404:
    case 405:
    // An id longer than any route takes.
    case 414:
      return 'not-found';
    case 413:
      return 'payload-too-large';
    case 415:
      return 'unsupported-media-type';
    default:
      return undefined;
  }
}
