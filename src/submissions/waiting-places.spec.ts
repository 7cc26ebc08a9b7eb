import { describe, expect, it } from '@jest/globals';
import { WaitingPlaces } from './waiting-places.js';

describe('places to wait in', () => {
  it.each([
    ['outcome', 300],
    ['news', 200],
  ] as const)('are for each caller, for an %s %d, and free again when they are given back', (thing, most) => {
    const places = new WaitingPlaces();
    const taken = Array.from({ length: most }, () => places.take('crm', thing));

    expect(taken).not.toContain(undefined);
    expect(places.take('crm', thing)).toBeUndefined();
    expect(places.take('billing', thing)).toBeDefined();
    taken[7]?.();
    expect(places.take('crm', thing)).toBeDefined();
    expect(places.take('crm', thing)).toBeUndefined();
  });

  it.each([
    ['outcome', 1000],
    ['news', 700],
  ] as const)('are in all, for an %s %d', (thing, most) => {
    const places = new WaitingPlaces();
    const taken = Array.from({ length: most }, (_, index) => places.take(`caller-${index % 10}`, thing));

    expect(taken).not.toContain(undefined);
    expect(places.take('another', thing)).toBeUndefined();
    taken[0]?.();
    expect(places.take('another', thing)).toBeDefined();
  });

  it('are left to those who submit, however many look', () => {
    const places = new WaitingPlaces();
    const looking = Array.from({ length: 800 }, (_, index) => places.take(`caller-${index % 4}`, 'news'));

    expect(looking.filter((leave) => leave !== undefined)).toHaveLength(700);
    const submitting = Array.from({ length: 300 }, (_, index) =>
      places.take(`caller-${index % 4}`, 'outcome'),
    );
    expect(submitting).not.toContain(undefined);
    expect(places.take('another', 'outcome')).toBeUndefined();
  });

  it('are taken by submissions from those who look as well', () => {
    const places = new WaitingPlaces();
    Array.from({ length: 300 }, () => places.take('crm', 'outcome'));

    expect(places.take('crm', 'news')).toBeUndefined();
  });
});
