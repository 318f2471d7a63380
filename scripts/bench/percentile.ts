/** @param values At least one number. @returns the least of them that so many percent don't exceed. */
export function percentile(percent: number, values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] as number;
}
