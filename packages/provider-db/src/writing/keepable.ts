/** Whether every database keeps a text as it is. */
export function isKeepable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

export const keepableFault = 'must be valid Unicode without NUL';
