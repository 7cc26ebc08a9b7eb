import { contestantNames, contestantTitles } from '../contestants/contestant.js';
import type { Throughput } from '../throughput.js';
import { workloadNames, workloadTitles } from '../workloads.js';

const BAR = { left: 210, width: 400, height: 13, gap: 3 };
const GROUP_HEIGHT = contestantNames.length * (BAR.height + BAR.gap) + 14;
const TOP = 44;
const WIDTH = 700;

/** Readable on white and on black. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .bare { fill: #8c959f }
  .stock { fill: #bc7b2b }
  .product { fill: #2f81f7 }
  @media (prefers-color-scheme: dark) { text { fill: #d1d7e0 } }`;

/** Requests a second as bars, as an SVG picture. In each group the longest bar fills the width. */
export function drawChart(throughput: readonly Throughput[]): string {
  const height = TOP + workloadNames.length * GROUP_HEIGHT;
  const groups = workloadNames.map((workload, index) => {
    const ofGroup = throughput.filter((one) => one.workload === workload);
    const most = Math.max(...ofGroup.map(({ perSecond }) => perSecond));
    const top = TOP + index * GROUP_HEIGHT;
    const bars = contestantNames.flatMap((name, place) =>
      ofGroup
        .filter(({ contestant }) => contestant === name)
        .map(({ perSecond }) => bar(name, top + place * (BAR.height + BAR.gap), perSecond, most)),
    );
    const middle = top + (GROUP_HEIGHT - 14) / 2 + 4;
    return `<text x="${BAR.left - 10}" y="${middle}" text-anchor="end">${workloadTitles[workload]}</text>${bars.join('')}`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    '<title>Requests a second</title>',
    `<style>${style}\n</style>`,
    `<text x="0" y="18">Requests a second</text>${legend()}`,
    ...groups,
    '</svg>\n',
  ].join('\n');
}

function bar(name: string, top: number, perSecond: number, most: number): string {
  const width = Math.max(1, (BAR.width * perSecond) / most);
  return (
    `<rect class="${name}" x="${BAR.left}" y="${top}" width="${width.toFixed(1)}" height="${BAR.height}" rx="2"/>` +
    `<text x="${(BAR.left + width + 6).toFixed(1)}" y="${top + 11}">${perSecond.toFixed(0)}</text>`
  );
}

function legend(): string {
  return contestantNames
    .map((name, index) => {
      const x = BAR.left + index * 90;
      return (
        `<rect class="${name}" x="${x}" y="8" width="12" height="12" rx="2"/>` +
        `<text x="${x + 18}" y="18">${contestantTitles[name]}</text>`
      );
    })
    .join('');
}
