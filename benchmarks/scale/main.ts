import { startTemporaryPostgres } from '../../local/temporary-postgres.js';
import { startRunGuard } from '../../test/support/run-guard.js';
import { serverVersion } from '../database.js';
import { describeMachine } from '../report/machine.js';
import { writeSection } from '../report/page.js';
import { type FilledProduct, startFilledProduct } from './filled-product.js';
import { timeClaims } from './claims.js';
import { timePages } from './measure.js';
import { describeClaims, describeScale, type PageAtScale } from './report.js';

/**
 * `npm run bench:scale`: how long pages of a list take with ten thousand engagements and with a million, and a claim with
 * ten waiting submissions and with a hundred thousand.
 */

const SMALL = 10_000;
const LARGE = 1_000_000;

const FEW_WAITING = 10;
const MANY_WAITING = 100_000;

const callGuardOff = startRunGuard();
// Nothing is written while it is measured, and a million rows are filled in sooner.
const postgres = await startTemporaryPostgres(false);
try {
  const machine = describeMachine(await serverVersion(postgres.url('postgres')));
  const small = await startFilledProduct(postgres, SMALL);
  const large = await startFilledProduct(postgres, LARGE);
  const pages = await measure(small, large);
  await Promise.all([small.stop(), large.stop()]);
  const [few, many] = await timeClaims(postgres, FEW_WAITING, MANY_WAITING);
  const text = [
    `${machine} ${describeScale(pages, SMALL, LARGE)}`,
    describeClaims({ few, many }, FEW_WAITING, MANY_WAITING),
  ].join('\n\n');
  console.log(`\n${text}`);
  if (process.argv.includes('--write')) {
    await writeSection('scale', text);
  }
} finally {
  await postgres.stop();
  callGuardOff();
}

async function measure(small: FilledProduct, large: FilledProduct): Promise<PageAtScale[]> {
  const measured: PageAtScale[] = [];
  for (const { filter, page } of small.pages) {
    const other = large.pages.find((one) => one.filter === filter && one.page.title === page.title);
    if (other === undefined) {
      throw new Error(`${filter}: a million engagements have no ${page.title} page`);
    }
    const [few, many] = await timePages({ ...small, page }, { ...large, page: other.page });
    measured.push({ filter, page: page.title, few, many });
    console.log(
      `${filter}, ${page.title} page: ${few.p50Ms.toFixed(1)} and ${many.p50Ms.toFixed(1)} ms ` +
        `(medians of ${few.count})`,
    );
  }
  return measured;
}
