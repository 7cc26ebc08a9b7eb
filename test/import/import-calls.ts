import request from 'supertest';

export type Query = string | Record<string, string>;

/** Calls of an import, and what came of it. @param url of the API, which is known once it has started */
export function importCalls(url: () => string) {
  const send = (type: string, body: string | Buffer, query: Query = {}) =>
    request(url()).post('/engagements/import').query(query).set('content-type', type).send(body);
  return {
    send,
    csv: (lines: readonly string[], query?: Query) => send('text/csv', lines.join('\n'), query),
    ndjson: (rows: readonly object[], query?: Query) =>
      send('application/x-ndjson', rows.map((row) => JSON.stringify(row)).join('\n'), query),
    /** The draft that the first row of an import became. */
    savedBy: async (importing: ReturnType<typeof send>) => {
      const { body } = await importing.expect(200);
      const [{ id }] = body.data;
      const saved = await request(url()).get(`/engagements/${id}`).expect(200);
      return saved.body;
    },
  };
}
