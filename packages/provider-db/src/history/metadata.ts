/** Metadata as it stands in a column: JSON as text, or what the driver made of it. */
export function parseMetadata(stored: unknown): Record<string, unknown> | undefined {
  const value: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
