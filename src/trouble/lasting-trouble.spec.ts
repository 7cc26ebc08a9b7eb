import { beforeEach, expect, it } from '@jest/globals';
import { LastingTrouble } from './lasting-trouble.js';
import { troubleKinds, troubleWords } from './trouble-kinds.js';

let now: number;
let lines: { level: string; facts: Record<string, unknown>; words: string }[];
let trouble: LastingTrouble;
beforeEach(() => {
  now = 1000;
  lines = [];
  const write = (level: string) => (facts: Record<string, unknown>, words: string) => {
    lines.push({ level, facts, words });
  };
  trouble = new LastingTrouble(() => now, {
    error: write('error'),
    warn: write('warn'),
    debug: write('debug'),
  });
});

const told = () => lines.filter(({ level }) => level !== 'debug');

/** Time goes by in seconds, in each of which something is tried. */
function lasts(seconds: number, tried: () => void): void {
  for (let second = 0; second < seconds; second += 1) {
    now += 1000;
    tried();
    trouble.tell();
  }
}
const databaseAway = () => {
  trouble.report('database-away', 'claim', 'connection-refused');
};

it('says nothing of what passes within 30 seconds, above debug', () => {
  lasts(30, databaseAway);
  trouble.over('claim', 'database-away');

  expect(told()).toEqual([]);
  expect(lines).toHaveLength(2);
});

it('is an error once after 30 seconds, then once a minute, and a line when it is over', () => {
  lasts(31, databaseAway);
  expect(told()).toEqual([
    {
      level: 'error',
      facts: { trouble: 'database-away', sources: ['claim'], cause: 'connection-refused', lastedSeconds: 30 },
      words: troubleWords['database-away'].lasts,
    },
  ]);
  expect(trouble.told()).toEqual(['database-away']);

  lasts(120, databaseAway);
  expect(told().map(({ facts }) => facts['lastedSeconds'])).toEqual([30, 90, 150]);

  trouble.over('claim', 'database-away');
  expect(told().at(-1)).toEqual({
    level: 'warn',
    facts: { trouble: 'database-away', over: true, lastedSeconds: 150 },
    words: troubleWords['database-away'].over,
  });
  expect(trouble.told()).toEqual([]);
  lasts(120, () => undefined);
  expect(told()).toHaveLength(4);
});

it('begins anew after it was over', () => {
  lasts(20, databaseAway);
  trouble.over('claim', 'database-away');
  lasts(20, databaseAway);

  expect(told()).toEqual([]);
});

it('is told by the clock, however seldom something is tried', () => {
  trouble.report('aws-unreachable', 'attempt', 'dns');
  lasts(299, () => undefined);

  expect(told().map(({ facts }) => facts['lastedSeconds'])).toEqual([30, 90, 150, 210, 270]);
});

it('is over when nobody has found it for long: there was nothing to try', () => {
  trouble.report('aws-unreachable', 'attempt', 'dns');
  lasts(400, () => undefined);

  expect(told().at(-1)).toMatchObject({ level: 'warn', facts: { trouble: 'aws-unreachable', over: true } });
  expect(trouble.told()).toEqual([]);
});

it('is one trouble wherever it is found, and over when it is over everywhere', () => {
  lasts(31, () => {
    databaseAway();
    trouble.report('database-away', 'listen', 'time-out');
  });
  trouble.over('claim', 'database-away');
  expect(told()).toHaveLength(1);
  expect(told()[0]?.facts).toMatchObject({ sources: ['claim', 'listen'] });

  trouble.over('listen', 'database-away', 'database-password');
  expect(told().map(({ facts }) => facts['over'])).toEqual([undefined, true]);
});

it('keeps the last cause where a report has none', () => {
  trouble.report('aws-credentials', 'pace', 'ExpiredTokenException');
  lasts(31, () => {
    trouble.report('aws-credentials', 'pace');
  });

  expect(told()[0]?.facts).toMatchObject({ cause: 'ExpiredTokenException' });
});

it('keeps kinds apart', () => {
  lasts(31, () => {
    databaseAway();
    trouble.report('aws-throttled', 'pace');
  });

  expect(told().map(({ level, facts }) => [level, facts['trouble']])).toEqual([
    ['error', 'database-away'],
    ['warn', 'aws-throttled'],
  ]);
  expect(trouble.told()).toEqual(['database-away', 'aws-throttled']);
});

it('is over only where it was found', () => {
  trouble.over('claim', ...troubleKinds);

  expect(lines).toEqual([]);
});
