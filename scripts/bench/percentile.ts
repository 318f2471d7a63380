/**
 * Returns the smallest value that is not exceeded by `percent` of the values.
 * @param values At least one number.
 */
export function percentile(percent: number, values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] as number;
}
