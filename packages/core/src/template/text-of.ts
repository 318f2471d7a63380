import { PromptError } from '../errors/prompt-error.ts';

/**
 * Converts a variable's value to text: `null` is empty, dates are ISO 8601, other objects JSON.
 * @throws `CONTENT_INVALID` for a value that has no textual form, naming the variable.
 */
export function textOf(value: unknown, name: string, prompt: string): string {
  if (value === null) return '';
  // JSON has no bigints, and not all numbers.
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  try {
    // JSON has no form for functions and symbols, and null for an invalid date.
    const text = value instanceof Date ? value.toISOString() : JSON.stringify(value);
    if (text !== undefined) return text;
  } catch {
    // A circular reference, a nested bigint or an invalid date: reported below.
  }
  const message = `The value of '${name}' for prompt '${prompt}' can't be converted to text: pass a string or plain data.`;
  throw new PromptError('CONTENT_INVALID', message, { prompt });
}
