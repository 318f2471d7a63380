import { inspect } from 'node:util';

/** Returns everything that logging an error could print. */
export function errorText(error: unknown): string {
  const { message, stack, cause } = error as Error;
  const inspected = inspect(error, { depth: 20, showHidden: true });
  return [message, stack, String(cause), inspected, JSON.stringify(error)].join('\n');
}
