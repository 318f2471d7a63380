import { PromptError } from '../errors/prompt-error.ts';

/**
 * A variable's value as text: `null` is empty, dates are ISO 8601, other objects JSON.
 * @throws `CONTENT_INVALID` for a value that has no text, naming the variable.
 */
export function textOf(value: unknown, name: string, prompt: string): string {
  if (value === null) return '';
  // JSON has no bigints, nor every number.
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  try {
    // JSON has nothing for functions and symbols, and null for an invalid date.
    const text = value instanceof Date ? value.toISOString() : JSON.stringify(value);
    if (text !== undefined) return text;
  } catch {
    // A cycle, a bigint inside, an invalid date: said below.
  }
  const message = `Prompt '${prompt}' has a value that is no text for '${name}': pass text or plain data.`;
  throw new PromptError('CONTENT_INVALID', message, { prompt });
}
