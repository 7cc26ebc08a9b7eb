import { table } from '../report/markdown.js';
import { SCALE_AT_MOST } from '../report/targets.js';
import { type Times, WANTED } from './measure.js';

/** The same among few, and among many. */
export interface AtScale {
  readonly few: Times;
  readonly many: Times;
}

/** A page of a filter. */
export interface PageAtScale extends AtScale {
  readonly filter: string;
  readonly page: string;
}

/** The section of the page, and what is printed. */
export function describeScale(pages: readonly PageAtScale[], small: number, large: number): string {
  const head = [small, large].flatMap((count) => [`${count.toLocaleString('en')}: p50`, 'p99']);
  return [
    'Milliseconds for a page of 25 from the product, one request after the other and the two databases in turns: ' +
      `of ${WANTED} requests each, or of fewer where those take too long. ` +
      `Target: the median, and the 99th percentile, at most ${SCALE_AT_MOST} times as long.`,
    table(['filter', 'page', ...head, 'ratio of p50', 'of p99', 'target'], pages.map(cellsOf)),
  ].join('\n\n');
}

/** How long a worker’s claim takes with so many that wait. */
export function describeClaims({ few, many }: AtScale, fewWait: number, manyWait: number): string {
  const of = (count: number, { p50Ms, p99Ms }: Times) =>
    `${p50Ms.toFixed(2)} ms with ${count.toLocaleString('en')} waiting submissions (99th percentile ${p99Ms.toFixed(2)})`;
  return `A worker’s claim, with its slot and the beginning of its attempt, takes ${of(fewWait, few)}, and ${of(manyWait, many)}.`;
}

function cellsOf({ filter, page, few, many }: PageAtScale): string[] {
  const ratios = [many.p50Ms / few.p50Ms, many.p99Ms / few.p99Ms];
  return [
    filter,
    page,
    ...[few, many].flatMap(({ p50Ms, p99Ms }) => [p50Ms.toFixed(1), p99Ms.toFixed(1)]),
    ...ratios.map((ratio) => ratio.toFixed(2)),
    ratios.every((ratio) => ratio <= SCALE_AT_MOST) ? 'met' : 'missed',
  ];
}
