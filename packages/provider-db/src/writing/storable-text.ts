/** Whether all supported databases store a text unchanged. */
export function isStorableText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

export const storableTextRule = 'must be valid Unicode without NUL';
