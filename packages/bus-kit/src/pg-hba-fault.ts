import type { BusFault } from './connection.ts';

/** Explains PostgreSQL's refusal by pg_hba.conf. @returns undefined for any other error. */
export function pgHbaFault({
  code,
  message = '',
}: {
  readonly code?: string;
  readonly message?: string;
}): BusFault | undefined {
  if (code !== '28000' || !message.includes('pg_hba.conf')) return undefined;
  const advice = message.includes('no encryption')
    ? 'connect with sslmode=require, or allow this host, user and database there'
    : 'allow this host, user and database there';
  return { code: 'FORBIDDEN', message: `refused the connection by its pg_hba.conf: ${advice}` };
}
