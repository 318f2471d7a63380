import type { Connection } from './connection.ts';
import { type TimeoutOptions, withTimeout } from './with-timeout.ts';

/** How to open a connection. */
export interface Opening<Opened extends Connection> {
  /**
   * Connects to the server.
   * @param signal Aborted when the connection is no longer wanted. Whatever was started should then be ended.
   */
  connect(signal: AbortSignal): Promise<Opened>;
  /** Starts listening on the new connection. */
  listen?(connection: Opened): Promise<void>;
}

/**
 * Opens a connection within a time limit. One that is established too late is ended.
 * @returns The connection, which listens if `listen` is given.
 * @throws TimeoutError, the reason of `options.signal`, or what `connect` and `listen` throw.
 */
export function openConnection<Opened extends Connection>(
  { connect, listen }: Opening<Opened>,
  options: TimeoutOptions,
): Promise<Opened> {
  return withTimeout(options, async (signal) => {
    const connection = await connect(signal);
    try {
      signal.throwIfAborted();
      signal.addEventListener('abort', () => connection.end(), { once: true });
      await listen?.(connection);
    } catch (error) {
      connection.end();
      throw error;
    }
    return connection;
  });
}
