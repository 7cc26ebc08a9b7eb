/** The value that this share of the values does not exceed; the values stand in order. */
export function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) {
    throw new RangeError('Nothing was measured');
  }
  return value;
}

/** The middle of the values, whatever their order; of the two middle ones the mean. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const above = sorted[Math.floor(sorted.length / 2)];
  const below = sorted[Math.ceil(sorted.length / 2) - 1];
  if (above === undefined || below === undefined) {
    throw new RangeError('Nothing was measured');
  }
  return (above + below) / 2;
}
