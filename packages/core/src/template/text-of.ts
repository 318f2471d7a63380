import { PromptError } from '../errors/prompt-error.ts';

/**
 * A variable's value as text: `null` is empty, dates are ISO 8601, other objects JSON.
 * @throws `CONTENT_INVALID` for a value that has no text, naming the variable.
 */
export function textOf(value: unknown, name: string, { prompt }: { readonly prompt: string }): string {
  if (value === null) return '';
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value instanceof Date ? dateText(value, name, prompt) : jsonText(value, name, prompt);
    default:
      throw noText(name, prompt, `is a ${typeof value}`);
  }
}

function dateText(date: Date, name: string, prompt: string): string {
  if (Number.isNaN(date.getTime())) throw noText(name, prompt, 'is an invalid date');
  return date.toISOString();
}

function jsonText(value: object | null, name: string, prompt: string): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch {
    throw noText(name, prompt, "can't be written as JSON (a cycle, or a bigint inside)");
  }
  if (text === undefined) throw noText(name, prompt, 'writes itself as nothing in JSON');
  return text;
}

function noText(name: string, prompt: string, fault: string): PromptError {
  const message = `The value of '${name}' for prompt '${prompt}' ${fault}: pass a text, a number, a date or plain data.`;
  return new PromptError('CONTENT_INVALID', message, { prompt });
}
