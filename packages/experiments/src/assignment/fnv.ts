const offsetBasis = 0x811c9dc5;
const prime = 0x01000193;

/**
 * Hashes the UTF-16 code units of a text with 32-bit FNV-1a, as GrowthBook's SDKs do.
 * @param start The hash of what precedes the text. Default: nothing precedes it.
 */
export function fnv(text: string, start: number = offsetBasis): number {
  let hash = start;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), prime);
  return hash >>> 0;
}
