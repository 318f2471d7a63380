import type { BusFault, BusRefusal } from '@prompts/bus-kit';

/** Interprets the first word of an error reply. Before version 6, Redis sent `ERR` and a sentence instead. */
export function toRefusal(error: unknown): BusRefusal | BusFault | undefined {
  const message = error instanceof Error ? error.message : '';
  if (/^(WRONGPASS|NOAUTH|ERR (invalid password|.*AUTH))/.test(message)) return 'AUTH_FAILED';
  if (message.startsWith('NOPERM')) return 'FORBIDDEN';
  // The database does not exist.
  if (/^ERR .*DB index/.test(message)) return 'CONFIG_INVALID';
  if (message.startsWith('ERR No such master')) {
    const advice = 'check the option name of createSentinel';
    return { code: 'CONFIG_INVALID', message: `has no master with this name, according to its sentinels: ${advice}` };
  }
  return undefined;
}
