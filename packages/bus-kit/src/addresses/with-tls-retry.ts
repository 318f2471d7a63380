import type { TlsSettings } from './parse-postgres-address.ts';

/**
 * Connects, and tries once more if the server rejects the use of TLS, or its absence.
 * @param retrySsl The settings of the second attempt. If undefined, there is none.
 * @param connect Receives `ssl` for the second attempt, and nothing for the first.
 */
export async function withTlsRetry<Connected>(
  retrySsl: TlsSettings | undefined,
  connect: (settings: { ssl?: TlsSettings }) => Promise<Connected>,
): Promise<Connected> {
  try {
    return await connect({});
  } catch (error) {
    if (retrySsl === undefined || !isRejection(error)) throw error;
    return connect({ ssl: retrySsl });
  }
}

function isRejection(error: unknown): boolean {
  const { code, message } = error as { code?: string; message: string };
  // The server's rules for hosts and users may depend on TLS.
  return code === '28000' || isWithoutTls({ code, message });
}

/** Whether an error of `pg` or mysql2 says that the server does not support TLS. */
export function isWithoutTls({ code, message = '' }: { code?: string | undefined; message?: string }): boolean {
  return code === 'HANDSHAKE_NO_SSL_SUPPORT' || message === 'The server does not support SSL connections';
}
