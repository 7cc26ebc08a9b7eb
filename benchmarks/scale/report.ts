import { table } from '../report/markdown.js';
import { SCALE_AT_MOST } from '../report/targets.js';
import type { PageTime } from './measure.js';

/** A page of a filter, among few engagements and among many. */
export interface PageAtScale {
  readonly filter: string;
  readonly page: string;
  readonly few: PageTime;
  readonly many: PageTime;
}

/** The section of the page, and what is printed. */
export function describeScale(pages: readonly PageAtScale[], small: number, large: number): string {
  const head = [small, large].flatMap((count) => [`${count.toLocaleString('en')}: p50`, 'p99']);
  return [
    'Milliseconds for a page of 25 from the product, one request after the other and the two databases in turns: ' +
      'of 200 requests each, or of fewer where those take too long. ' +
      `Target: a median at most ${SCALE_AT_MOST} times as long.`,
    table(['filter', 'page', ...head, 'ratio', 'target'], pages.map(cellsOf)),
  ].join('\n\n');
}

function cellsOf({ filter, page, few, many }: PageAtScale): string[] {
  const ratio = many.p50Ms / few.p50Ms;
  return [
    filter,
    page,
    ...[few, many].flatMap(({ p50Ms, p99Ms }) => [p50Ms.toFixed(1), p99Ms.toFixed(1)]),
    ratio.toFixed(2),
    ratio <= SCALE_AT_MOST ? 'met' : 'missed',
  ];
}
