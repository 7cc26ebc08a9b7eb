import type { CreatedApiKey, ListedApiKey, RotatedApiKey } from '../api-keys/api-key.js';
import type { Adopted } from './adopt.js';

/** What a command has to tell, for programs and for people. */
export interface KeysAnswer {
  readonly json: object;
  readonly text: string;
}

export function createdAnswer(created: CreatedApiKey): KeysAnswer {
  return { json: created, text: describeNew(created) };
}

export function rotatedAnswer(rotated: RotatedApiKey): KeysAnswer {
  const { replaces, replacedExpiresAt } = rotated;
  return {
    json: rotated,
    text: `${describeNew(rotated)}\n\nIt takes the place of ${replaces}, which ends at ${replacedExpiresAt.toISOString()}.`,
  };
}

function describeNew({ id, name, scopes, expiresAt, key }: CreatedApiKey): string {
  return [
    `Key ${id} for ${name}: ${scopes.join(', ')}.`,
    expiresAt === null ? 'It does not expire.' : `It expires at ${expiresAt.toISOString()}.`,
    'It is shown this once; send it as "Authorization: Bearer <key>":',
    '',
    key,
  ].join('\n');
}

export function revokedAnswer(revoked: { id: string; name: string; revokedAt: Date }): KeysAnswer {
  const { id, name, revokedAt } = revoked;
  return {
    json: revoked,
    text: `Key ${id} of ${name} is revoked since ${revokedAt.toISOString()}. Every process refuses it within three seconds.`,
  };
}

export function listAnswer(keys: readonly ListedApiKey[]): KeysAnswer {
  const rows = keys.map(({ id, name, state, expiresAt, lastUsedAt, scopes }) => [
    id,
    name,
    state,
    dateOf(expiresAt, 'never'),
    dateOf(lastUsedAt, 'never'),
    scopes.join(','),
  ]);
  const head = ['ID', 'NAME', 'STATE', 'EXPIRES', 'LAST USED', 'SCOPES'];
  return { json: keys, text: keys.length === 0 ? 'There are no keys.' : table([head, ...rows]) };
}

export function adoptedAnswer(adopted: Adopted): KeysAnswer {
  const { from, name, idempotencyKeysLeft: left } = adopted;
  return {
    json: adopted,
    text: [
      `${name} has what was ${from}'s:`,
      `  engagements           ${adopted.engagements}`,
      `  submissions           ${adopted.submissions}`,
      `  batches               ${adopted.batches}`,
      `  deleted engagements   ${adopted.deletedEngagements}`,
      `  Idempotency-Keys      ${adopted.idempotencyKeys}`,
      ...(left === 0 ? [] : [`  left until they expire, as both have used them: ${left} Idempotency-Keys`]),
    ].join('\n'),
  };
}

function dateOf(date: Date | null, otherwise: string): string {
  return date === null ? otherwise : date.toISOString();
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
