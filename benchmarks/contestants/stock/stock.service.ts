import { createHash, randomUUID } from 'node:crypto';
import { Injectable, NotFoundException } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../../../src/database/generated/client.js';
import { jsonColumn } from '../../../src/database/json-column.js';
import type { EngagementDraftDto } from '../../../src/engagements/dto/engagement-draft.dto.js';

const createdBy = 'anonymous';

/** Engagements through Prisma's client, as its documentation shows it. */
@Injectable()
export class StockService {
  private readonly prisma: PrismaClient;

  constructor(databaseUrl: string) {
    this.prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: databaseUrl }) });
  }

  async create(draft: EngagementDraftDto) {
    const data = {
      ...columnsOf(draft),
      catalog: draft.catalog ?? 'Sandbox',
      createdBy,
      clientToken: randomUUID(),
    };
    return toAnswer(await this.prisma.engagement.create({ data }));
  }

  createUnderKey(draft: EngagementDraftDto, key: string) {
    const fingerprint = createHash('sha256').update(JSON.stringify(draft)).digest('hex');
    return this.prisma.$transaction(async (transaction) => {
      const known = await transaction.idempotencyKey.findUnique({
        where: { createdBy_key: { createdBy, key } },
      });
      if (typeof known?.answer === 'string') {
        const answer: unknown = JSON.parse(known.answer);
        return answer;
      }
      const data = {
        ...columnsOf(draft),
        catalog: draft.catalog ?? 'Sandbox',
        createdBy,
        clientToken: randomUUID(),
      };
      const answer = toAnswer(await transaction.engagement.create({ data }));
      await transaction.idempotencyKey.create({
        data: { createdBy, key, fingerprint, engagementId: answer.id, answer: JSON.stringify(answer) },
      });
      return answer;
    });
  }

  async get(id: string) {
    const row = await this.prisma.engagement.findUnique({ where: { id } });
    if (row === null) {
      throw new NotFoundException();
    }
    return toAnswer(row);
  }

  async list(limit: number) {
    const rows = await this.prisma.engagement.findMany({ orderBy: { id: 'desc' }, take: limit + 1 });
    const page = rows.slice(0, limit);
    return { data: page.map(toAnswer), nextCursor: rows.length > limit ? page.at(-1)?.id : null };
  }

  async edit(id: string, patch: EngagementDraftDto) {
    await this.get(id);
    return toAnswer(
      await this.prisma.engagement.update({
        where: { id },
        data: { ...columnsOf(patch), version: { increment: 1 } },
      }),
    );
  }
}

/** What the caller names; Prisma leaves alone what is undefined. */
function columnsOf({ catalog, externalRef, title, description, contexts }: EngagementDraftDto) {
  return {
    catalog,
    externalRef,
    title,
    description,
    ...(contexts === undefined
      ? {}
      : {
          contexts: jsonColumn(contexts),
          companyNames: contexts.map(({ customer }) => customer?.companyName ?? '').join('\n'),
        }),
  };
}

function toAnswer(row: Prisma.EngagementGetPayload<object>) {
  const { id, status, version, catalog, externalRef, title, description, contexts, createdAt, updatedAt } =
    row;
  return {
    id,
    status,
    version,
    catalog,
    externalRef,
    title,
    description,
    contexts,
    createdBy,
    createdAt,
    updatedAt,
  };
}
