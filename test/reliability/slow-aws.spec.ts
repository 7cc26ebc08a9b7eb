import { expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { startApi } from '../support/api.js';
import { engagement } from '../support/engagements.factory.js';
import { connect, waitUntil } from '../support/settled.js';

jest.setTimeout(60_000);

it('lets none of 150 that AWS takes its time for run into its limit before it is sent', async () => {
  const api = await startApi({
    SUBMISSION_RATE_PER_SECOND: '75',
    PARTNER_CENTRAL_TIMEOUT_MS: '5000',
  });
  const database = await connect(api.database.url);
  try {
    // Of fifty sockets, the third fifty would come by theirs after six seconds, one more than they have.
    api.simulator.addFault({ kind: 'delay', delayMs: 3000 });
    // Thirty at a time, which the pace spreads over as long anyway: all at once, on a busy machine, some would be told
    // that there is no connection to the database.
    for (let wave = 0; wave < 5; wave += 1) {
      await Promise.all(
        Array.from({ length: 30 }, async (_, index) => {
          await request(api.url)
            .post('/engagements?submit=true')
            .set('prefer', 'respond-async')
            .send(engagement({ title: `Slow ${wave} ${index}` }))
            .expect(202);
        }),
      );
    }
    await waitUntil(async () => {
      const { rows } = await database.query("SELECT 1 FROM engagements WHERE status <> 'submitted' LIMIT 1");
      return rows.length === 0;
    });

    const { engagements, calls } = api.simulator.ledger();
    expect(engagements).toHaveLength(150);
    expect(calls.total).toBe(150);
    const { rows } = await database.query('SELECT 1 FROM submissions WHERE outcome_unknown OR attempts <> 1');
    expect(rows).toEqual([]);
  } finally {
    await database.end();
    await api.close();
  }
});
