import { Prisma } from '../database/generated/client.js';
import type { Reach } from './reach.js';

/*
 * Where statements get the tables from that hold callers' work. ESLint refuses their names anywhere else, and Prisma's
 * client does not have them (`database/prisma.service.ts`): so a statement for a caller does not compile without a reach.
 */

/** The engagements that are within a caller's reach: what stands after FROM, with a name of its own to follow. */
export function engagementsWithin(reach: Reach): Prisma.Sql {
  return reach.owner === undefined
    ? Prisma.sql`engagements`
    : Prisma.sql`(SELECT * FROM engagements WHERE created_by = ${reach.owner})`;
}

/**
 * The newest within a caller's reach, with an end to follow: LIMIT. One caller's own have an index in their order, which
 * is asked for by a range of one name and an order by that name too. By `=` PostgreSQL would know that it may read
 * everyone's by their ids and leave out the others', and of a caller with few among a million it would read them all.
 * @param before the id of one that they are to be older than
 */
export function newestWithin(reach: Reach, before: string | undefined): Prisma.Sql {
  const { owner } = reach;
  if (owner === undefined) {
    const older = before === undefined ? Prisma.empty : Prisma.sql`WHERE id < ${before}::uuid`;
    return Prisma.sql`SELECT * FROM engagements ${older} ORDER BY ${newestFirst(reach)}`;
  }
  const older =
    before === undefined
      ? Prisma.sql`created_by <= ${owner}`
      : Prisma.sql`(created_by, id) < (${owner}, ${before}::uuid)`;
  return Prisma.sql`
    SELECT * FROM engagements WHERE created_by >= ${owner} AND ${older} ORDER BY ${newestFirst(reach)}`;
}

/** The order of `newestWithin`. */
export function newestFirst({ owner }: Reach): Prisma.Sql {
  return Prisma.raw(owner === undefined ? 'id DESC' : 'created_by DESC, id DESC');
}

/** Those that are gone. */
export function deletedEngagementsWithin(reach: Reach): Prisma.Sql {
  return reach.owner === undefined
    ? Prisma.sql`deleted_engagements`
    : Prisma.sql`(SELECT * FROM deleted_engagements WHERE created_by = ${reach.owner})`;
}

/** The batches that are within a caller's reach. */
export function batchesWithin(reach: Reach): Prisma.Sql {
  return reach.owner === undefined
    ? Prisma.sql`submission_batches`
    : Prisma.sql`(SELECT * FROM submission_batches WHERE created_by = ${reach.owner})`;
}

/**
 * All engagements, and all batches, for what is done for no caller, or to one that was found within a reach before:
 * saving, editing, claiming, settling, look-ups and forgetting.
 */
export const everyonesEngagements = Prisma.raw('engagements');
export const everyonesBatches = Prisma.raw('submission_batches');
export const everyonesDeletedEngagements = Prisma.raw('deleted_engagements');

/** What a statement's name is to end in: its text depends on the kind of reach. */
export function reachName(reach: Reach): 'own' | 'everyone' {
  return reach.owner === undefined ? 'everyone' : 'own';
}
