import type { BusRefusal } from '@prompts/bus-kit';

/** Interprets an SQLSTATE. The client's own error about a missing password has none. */
export function toRefusal(error: unknown): BusRefusal | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code.startsWith('28') || message.startsWith('SASL')) return 'AUTH_FAILED';
  if (code === '42501') return 'FORBIDDEN';
  // The database does not exist.
  if (code === '3D000') return 'CONFIG_INVALID';
  return undefined;
}
