import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { isUniqueViolation } from '../database/database-errors.js';
import { PrismaService } from '../database/prisma.service.js';
import type { Transaction } from '../database/transaction.js';
import { DomainError, isFinalRefusal } from '../errors/domain-error.js';
import type { Answer } from '../http/answer.js';
import { loggableError } from '../http/loggable-error.js';
import { problemAnswer } from '../http/problem-answer.js';
import { fingerprintOf, type IdempotentRequest, readIdempotencyKey } from './idempotency-key.js';
import { readStoredAnswer, writeStoredAnswer } from './stored-answer.js';

/** Keeps the request's key, in the transaction of what the request makes, with the engagement that it is about. */
export type Remember = (transaction: Transaction, engagementId: string) => Promise<void>;

/** How much longer than it may wait for an outcome a first request may take before it counts as lost. */
const BUSY_MARGIN_MS = 5000;

/** How an endpoint does what a request asks for. */
export interface IdempotentWork {
  /** How long the answer may wait for the outcome, in milliseconds. */
  readonly waitMs: number;
  /** Does the request's work, and calls `remember` in the transaction that commits it. */
  run(remember: Remember): Promise<Answer>;
  /** Answers for work that was done by a process that did not live to answer. */
  resume(engagementId: string): Promise<Answer>;
}

/** Somebody else used the key first; their transaction has committed. */
class KeyTaken extends Error {
  override readonly name = 'KeyTaken';
}

/** `Idempotency-Key`: the same request twice does its work once, and is answered the same. */
@Injectable()
export class Idempotency {
  private readonly logger = new Logger(Idempotency.name);

  constructor(private readonly prisma: PrismaService) {}

  /**
   * Answers a request, or gives the first answer again.
   * @throws DomainError `idempotency-key-reused`, `idempotency-key-in-use`, and those of `work`
   */
  async answer(request: FastifyRequest, caller: Caller, work: IdempotentWork): Promise<Answer> {
    const header = request.headers['idempotency-key'];
    if (header === undefined) {
      return work.run(() => Promise.resolve());
    }
    const key = readIdempotencyKey(String(header));
    const { method, url, body } = request;
    const asked = {
      key,
      caller: caller.id,
      fingerprint: fingerprintOf({ method, url, body }),
      until: new Date(Date.now() + work.waitMs + BUSY_MARGIN_MS),
    };
    const known = await this.again(asked, request, work);
    return known ?? (await this.first(asked, request, work));
  }

  /** Deletes what the answers kept of an engagement: they hold its personal data. Whoever asks again hears of that. */
  async forget(transaction: Transaction, engagementId: string): Promise<void> {
    const gone = new DomainError('engagement-not-found', 'The engagement was deleted since.');
    await transaction.idempotencyKey.updateMany({
      where: { engagementId },
      data: {
        answer: writeStoredAnswer(problemAnswer(gone, { url: `/engagements/${engagementId}`, id: '' })),
      },
    });
  }

  private async first(
    asked: IdempotentRequest,
    request: FastifyRequest,
    work: IdempotentWork,
  ): Promise<Answer> {
    const made = { something: false };
    const remember: Remember = async (transaction, engagementId) => {
      await this.insert(transaction, asked, engagementId);
      made.something = true;
    };
    try {
      const answer = await work.run(remember);
      await this.store(asked, answer);
      return answer;
    } catch (error) {
      // A refusal may be the work of the same request's twin, which was faster: its externalRef is taken by itself then.
      if (error instanceof KeyTaken || (error instanceof DomainError && !made.something)) {
        const answer = await this.again(asked, request, work);
        if (answer !== undefined) {
          return answer;
        }
      }
      if (made.something) {
        await (isFinalRefusal(error)
          ? this.store(asked, problemAnswer(error, request))
          : this.release(asked));
      }
      throw error;
    }
  }

  /** The first answer again; undefined where the key is new. */
  private async again(
    asked: IdempotentRequest,
    request: FastifyRequest,
    work: IdempotentWork,
  ): Promise<Answer | undefined> {
    const { key, caller, fingerprint } = asked;
    const row = await this.prisma.idempotencyKey.findUnique({
      where: { createdBy_key: { createdBy: caller, key } },
    });
    if (row === null) {
      return undefined;
    }
    if (row.fingerprint !== fingerprint) {
      throw new DomainError('idempotency-key-reused', 'This Idempotency-Key was used for another request.');
    }
    if (row.answer !== null) {
      return replayed(readStoredAnswer(row.answer));
    }
    if (row.busyUntil > new Date() || !(await this.takeOver(row, asked))) {
      throw new DomainError('idempotency-key-in-use', 'The first request with this key is still under way.');
    }
    const answer = await work.resume(row.engagementId).catch((error: unknown) => {
      if (isFinalRefusal(error)) {
        return problemAnswer(error, request);
      }
      throw error;
    });
    await this.store(asked, answer);
    return replayed(answer);
  }

  private async insert(
    transaction: Transaction,
    asked: IdempotentRequest,
    engagementId: string,
  ): Promise<void> {
    const { key, caller: createdBy, fingerprint, until } = asked;
    try {
      await transaction.idempotencyKey.create({
        data: { createdBy, key, fingerprint, engagementId, busyUntil: until },
        select: { key: true },
      });
    } catch (error) {
      throw isUniqueViolation(error) ? new KeyTaken() : error;
    }
  }

  private async takeOver(
    { createdBy, key, busyUntil }: { createdBy: string; key: string; busyUntil: Date },
    { until }: IdempotentRequest,
  ): Promise<boolean> {
    const { count } = await this.prisma.idempotencyKey.updateMany({
      where: { createdBy, key, busyUntil, answer: null },
      data: { busyUntil: until },
    });
    return count === 1;
  }

  /** The first request has failed after its work was done: the next one need not wait to answer for it. */
  private async release({ key, caller: createdBy, until: busyUntil }: IdempotentRequest): Promise<void> {
    await this.prisma.idempotencyKey
      .updateMany({ where: { createdBy, key, busyUntil, answer: null }, data: { busyUntil: new Date() } })
      // It failed because of the database, as a rule. Then the time runs out by itself.
      .catch(() => undefined);
  }

  private async store(
    { key, caller: createdBy, until: busyUntil }: IdempotentRequest,
    answer: Answer,
  ): Promise<void> {
    try {
      await this.prisma.idempotencyKey.updateMany({
        where: { createdBy, key, busyUntil, answer: null },
        data: { answer: writeStoredAnswer(answer) },
      });
    } catch (error) {
      // The work is done and this answer stands; the next one is made from what it left.
      this.logger.warn({ err: loggableError(error) }, 'An answer could not be kept for its Idempotency-Key');
    }
  }
}

function replayed(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}
