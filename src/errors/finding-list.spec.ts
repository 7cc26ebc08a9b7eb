import { describe, expect, it, jest } from '@jest/globals';
import type { Finding } from './finding.js';
import { FindingList, shortened } from './finding-list.js';

const finding = (number: number): Finding => ({
  pointer: `/field${number}`,
  code: 'INVALID_VALUE',
  message: 'x',
});
const findings = (count: number) => Array.from({ length: count }, (_, index) => finding(index));
const more = (count: number): Finding => ({
  pointer: '',
  code: 'INVALID_VALUE',
  message: `And ${count} more.`,
});

describe('a list of findings', () => {
  it.each([0, 1, 100])('tells all of %i', (count) => {
    const list = new FindingList();
    list.addAll(findings(count));

    expect(list.toArray()).toEqual(findings(count));
  });

  it('makes a hundred, and counts the others', () => {
    const make = jest.fn(() => finding(0));
    const list = new FindingList();
    for (let number = 0; number < 5000; number += 1) {
      list.add(make);
    }
    list.addAll(findings(2));

    expect(make).toHaveBeenCalledTimes(100);
    expect(list.toArray()).toHaveLength(101);
    expect(list.toArray().at(-1)).toEqual(more(4902));
  });
});

describe('shortened', () => {
  it.each([0, 100, 101])('leaves %i findings as they are', (count) => {
    expect(shortened(findings(count))).toEqual(findings(count));
  });

  it('keeps the first ones and says how many more there are', () => {
    expect(shortened(findings(750))).toEqual([...findings(100), more(650)]);
    expect(shortened(findings(12), 10)).toEqual([...findings(10), more(2)]);
  });

  it('shortens once only', () => {
    const once = shortened(findings(750));

    expect(shortened(once)).toBe(once);
  });
});
