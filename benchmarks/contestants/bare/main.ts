import { createHash } from 'node:crypto';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { DatabaseError, Pool } from 'pg';
import {
  columnsOf,
  type Content,
  contentOf,
  type EngagementRow,
  newRow,
  toAnswer,
} from './engagement-row.js';
import { ajvOptions, engagementSchema } from './engagement-schema.js';
import {
  insertEngagement,
  insertWithKey,
  selectEngagement,
  selectKey,
  selectPage,
  updateEngagement,
} from './statements.js';

/**
 * The least that can be done for the same requests: Fastify, ajv and pg, one statement a request. It promises none of
 * what the product does but a checked and durable write.
 */

const [databaseUrl, port] = process.argv.slice(2);
const complete = engagementSchema('complete');
const draft = engagementSchema('draft');
const pool = new Pool({ connectionString: databaseUrl, max: 10 });
const app = fastify({ ajv: { customOptions: ajvOptions } });

interface NewEngagement {
  Body: Content;
  Headers: { 'idempotency-key'?: string };
}

app.get('/health/live', () => ({ status: 'ok' }));
app.post<NewEngagement>('/engagements', { schema: { body: complete } }, save);
app.post<NewEngagement>('/drafts', { schema: { body: draft } }, save);
app.get<{ Params: { id: string } }>('/engagements/:id', get);
app.get<{ Querystring: { limit?: string; cursor?: string } }>('/engagements', list);
app.patch<{ Params: { id: string }; Body: Record<string, unknown> }>('/engagements/:id', edit);
await app.listen({ port: Number(port), host: '127.0.0.1' });

async function save(request: FastifyRequest<NewEngagement>, reply: FastifyReply): Promise<unknown> {
  const row = newRow(request.body);
  const key = request.headers['idempotency-key'];
  reply.status(201).header('location', `/engagements/${row.id}`).header('etag', '"1"');
  if (key !== undefined) {
    return saveWithKey(request, reply, row, key);
  }
  await pool.query(insertEngagement(row));
  return toAnswer(row);
}

async function saveWithKey(
  request: FastifyRequest<NewEngagement>,
  reply: FastifyReply,
  row: EngagementRow,
  key: string,
): Promise<unknown> {
  const asked = `${request.method} ${request.url} ${JSON.stringify(request.body)}`;
  const fingerprint = createHash('sha256').update(asked).digest('hex');
  const answer = JSON.stringify(toAnswer(row));
  try {
    await pool.query(insertWithKey(row, key, fingerprint, answer));
    return await reply.type('application/json').send(answer);
  } catch (error) {
    if (!(error instanceof DatabaseError && error.constraint === 'idempotency_keys_pkey')) {
      throw error;
    }
    const { rows } = await pool.query<{ fingerprint: string; answer: string }>(
      selectKey(row.created_by, key),
    );
    return rows[0]?.fingerprint === fingerprint
      ? reply.type('application/json').send(rows[0].answer)
      : reply.status(422).send({ title: 'The key was used for another request' });
  }
}

async function get(
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<unknown> {
  const { rows } = await pool.query<EngagementRow>(selectEngagement(request.params.id));
  return rows[0] === undefined ? notFound(reply) : toAnswer(rows[0]);
}

async function list(
  request: FastifyRequest<{ Querystring: { limit?: string; cursor?: string } }>,
): Promise<unknown> {
  const { limit = '25', cursor } = request.query;
  const { rows } = await pool.query<EngagementRow>(selectPage(Number(limit) + 1, cursor));
  const page = rows.slice(0, Number(limit));
  return { data: page.map(toAnswer), nextCursor: rows.length > page.length ? page.at(-1)?.id : null };
}

async function edit(
  request: FastifyRequest<{ Params: { id: string }; Body: Record<string, unknown> }>,
  reply: FastifyReply,
): Promise<unknown> {
  const { rows } = await pool.query<EngagementRow>(selectEngagement(request.params.id));
  const [row] = rows;
  if (row === undefined) {
    return notFound(reply);
  }
  const content = merged(contentOf(row), request.body);
  if (!request.validateInput(content, draft)) {
    return reply.status(400).send({ title: 'The engagement has fields that can’t be saved as they are' });
  }
  const { rows: saved } = await pool.query<EngagementRow>(
    updateEngagement({ ...row, ...columnsOf(content) }),
  );
  return saved[0] === undefined
    ? reply.status(409).send({ title: 'Somebody else has changed it' })
    : toAnswer(saved[0]);
}

/** A JSON Merge Patch; texts and the list are replaced whole. */
function merged(content: Content, patch: Record<string, unknown>): Content {
  const all: Record<string, unknown> = { ...content, ...patch };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.status(404).send({ title: 'There is no engagement with this id' });
}
