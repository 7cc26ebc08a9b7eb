import { join } from 'node:path';
import { type TemporaryPostgres } from '../../local/temporary-postgres.js';
import { startContestant } from '../contestants/contestant.js';
import { createDatabase, withClient } from '../database.js';
import { fill } from './fill.js';
import { filtersFor, type Page, pagesOf } from './filters.js';

/** The product with so many engagements. */
export interface FilledProduct {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The pages of each filter, in the same order whatever the number of engagements. */
  readonly pages: readonly { readonly filter: string; readonly page: Page }[];
  stop(): Promise<void>;
}

/** Starts it on a database of its own. Nobody submits anything, so that no AWS is needed. */
export async function startFilledProduct(server: TemporaryPostgres, rows: number): Promise<FilledProduct> {
  const name = `rows_${rows}`;
  const databaseUrl = await createDatabase(server, name);
  const started = performance.now();
  const pages = await withClient(databaseUrl, async (client) => {
    await fill(client, rows);
    const all: FilledProduct['pages'][number][] = [];
    for (const filter of filtersFor(rows)) {
      const ofFilter = await pagesOf(client, filter);
      all.push(...ofFilter.map((page) => ({ filter: filter.title, page })));
    }
    return all;
  });
  console.log(`${rows} engagements after ${((performance.now() - started) / 1000).toFixed(0)} s`);
  const product = await startContestant('product', {
    databaseUrl,
    simulatorUrl: 'http://127.0.0.1:9',
    logFile: join(server.directory, `${name}.log`),
  });
  const { url, headers } = product;
  return { url, headers, pages, stop: () => product.stop() };
}
