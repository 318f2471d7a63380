import type { BusRefusal } from '@prompts/bus-kit';

/** Redis says in the first word of an answer what is wrong. Before version 6 it said `ERR` and a sentence. */
export function refusal(error: unknown): BusRefusal | undefined {
  const message = error instanceof Error ? error.message : '';
  if (/^(WRONGPASS|NOAUTH|ERR (invalid password|.*AUTH))/.test(message)) return 'AUTH_FAILED';
  if (message.startsWith('NOPERM')) return 'FORBIDDEN';
  // A database that isn't there.
  if (/^ERR .*DB index/.test(message)) return 'CONFIG_INVALID';
  return undefined;
}
