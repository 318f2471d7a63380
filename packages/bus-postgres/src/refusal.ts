import type { BusRefusal } from '@prompts/bus-kit';

/** PostgreSQL gives each answer a code of five characters; its client has none for a password it was not given. */
export function refusal(error: unknown): BusRefusal | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code.startsWith('28') || message.startsWith('SASL')) return 'AUTH_FAILED';
  if (code === '42501') return 'FORBIDDEN';
  // A database that isn't there.
  if (code === '3D000') return 'CONFIG_INVALID';
  return undefined;
}
