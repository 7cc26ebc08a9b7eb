import { describe, expect, it } from '@jest/globals';
import { WaitingPlaces } from './waiting-places.js';

describe('places to wait in', () => {
  it('are 300 for each caller, and free again when they are given back', () => {
    const places = new WaitingPlaces();
    const taken = Array.from({ length: 300 }, () => places.take('crm'));

    expect(taken).not.toContain(undefined);
    expect(places.take('crm')).toBeUndefined();
    expect(places.take('billing')).toBeDefined();
    taken[7]?.();
    expect(places.take('crm')).toBeDefined();
    expect(places.take('crm')).toBeUndefined();
  });

  it('are 1000 in all', () => {
    const places = new WaitingPlaces();
    const taken = Array.from({ length: 1000 }, (_, index) => places.take(`caller-${index % 10}`));

    expect(taken).not.toContain(undefined);
    expect(places.take('another')).toBeUndefined();
    taken[0]?.();
    expect(places.take('another')).toBeDefined();
  });
});
