/**
 * Returns the string that a JSON pointer (RFC 6901) refers to.
 * @param value A value that JSON can represent.
 * @param invalid Creates the error from what was found instead.
 * @throws What `invalid` creates, if there is no string.
 */
export function selectString(value: unknown, pointer: string, invalid: (fault: string) => Error): string {
  let selected = value;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (!hasKey(selected, key)) throw invalid(`${nameType(selected)} has no '${key}'`);
    selected = selected[key];
  }
  if (typeof selected !== 'string') throw invalid(`expected a string, found ${nameType(selected)}`);
  return selected;
}

function hasKey(value: unknown, key: string): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, key) && (!Array.isArray(value) || /^\d+$/.test(key));
}

function nameType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
