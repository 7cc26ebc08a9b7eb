import type { KnownDeviation } from './known-deviations.js';

/**
 * What is to be told to whoever upgrades the SDK.
 * @returns undefined where AWS's model and this project differ as they are known to
 */
export function reportOf(
  differences: readonly string[],
  known: readonly KnownDeviation[],
): string | undefined {
  const unknown = differences.filter((line) => !known.some(({ difference }) => difference === line));
  const untrue = known.map(({ difference }) => difference).filter((line) => !differences.includes(line));
  const parts = [
    ...part("AWS's model and this project differ in what nobody has judged yet:", unknown),
    ...part('Known deviations (test/aws-model/known-deviations.ts) that are none any more:', untrue),
  ];
  return parts.length === 0
    ? undefined
    : [...parts, `What to do: docs/decisions/0011-following-aws.md`].join('\n');
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  - ${line}`), ''];
}
