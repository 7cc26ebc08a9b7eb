import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isDatabaseUnavailable } from '../database/database-errors.js';
import { DomainError } from '../errors/domain-error.js';
import { causeOf } from '../errors/failure-cause.js';
import { loggableError } from '../errors/loggable-error.js';
import { bodyEndedEarly } from './body-bytes.js';
import { frameworkRefusal, type Refusal } from './framework-refusal.js';
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
    const { error, ...told } = isOfRequest(thrown, request)
      ? { error: bodyEndedEarly() }
      : this.refusalOf(thrown, request);
    const { status, headers, body } = problemAnswer(error, request, told.status);
    if (status >= 500) {
      noteCause(
        request,
        causeOf(thrown instanceof DomainError ? (thrown.cause ?? { code: thrown.code }) : thrown),
      );
    } else if (error.options.credentialRefused !== undefined) {
      noteCause(request, error.options.credentialRefused);
    }
    void reply
      .status(status)
      .headers({ ...told.headers, ...headers })
      .send(body);
  }

  private refusalOf(thrown: unknown, request: FastifyRequest): Refusal {
    if (thrown instanceof DomainError) {
      return { error: thrown };
    }
    if (isDatabaseUnavailable(thrown)) {
      // The request's own line has the cause; what lasts is told as trouble, and not for each request.
      this.logger.debug({ err: loggableError(thrown) }, 'The database is unavailable');
      return { error: new DomainError('database-unavailable', 'The database can’t be reached right now.') };
    }
    const known = frameworkRefusal(thrown, request);
    if (known === undefined) {
      this.logger.error({ err: loggableError(thrown) }, 'Unexpected error');
      return { error: new DomainError('internal-error', 'The service failed to handle the request.') };
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
