import { type BusFault, type BusRefusal, isWithoutTls, pgHbaFault } from '@prompts/bus-kit';

/** Interprets an SQLSTATE. The client's own errors, about a missing password or about TLS, have none. */
export function toRefusal(error: unknown): BusRefusal | BusFault | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (isWithoutTls({ code, message })) {
    const advice = 'enable TLS there, or connect with sslmode=disable';
    return { code: 'UNAVAILABLE', message: `does not support TLS, which the connection requires: ${advice}` };
  }
  const refusal = pgHbaFault({ code, message });
  if (refusal) return refusal;
  if (code.startsWith('28') || message.startsWith('SASL')) return 'AUTH_FAILED';
  if (code === '42501') return 'FORBIDDEN';
  // The database does not exist.
  if (code === '3D000') return 'CONFIG_INVALID';
  return undefined;
}
