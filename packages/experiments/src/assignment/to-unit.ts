/** Returns the text that a unit is hashed and counted by; undefined if the value is neither a non-empty string nor a finite number. */
export function toUnit(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : undefined;
}
