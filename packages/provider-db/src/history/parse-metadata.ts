/**
 * Parses a metadata column: JSON text, or a value that the driver has parsed already.
 * @returns The object, or undefined if it is anything else.
 * @throws SyntaxError if the text is not valid JSON.
 */
export function parseMetadata(stored: unknown): Record<string, unknown> | undefined {
  const value: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}
