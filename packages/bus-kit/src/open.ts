import type { BusConnection, BusServer } from './connection.ts';
import { type WithinOptions, within } from './within.ts';

/**
 * @param listener Hears all messages from now on.
 * @returns a connection that was made in time. One that comes later is ended.
 */
export function open(
  server: BusServer,
  options: WithinOptions,
  listener?: (message: string) => void,
): Promise<BusConnection> {
  return within(options, async (signal) => {
    const connection = await server.connect(signal);
    signal.addEventListener('abort', () => connection.end(), { once: true });
    if (signal.aborted) connection.end();
    try {
      if (listener) await connection.listen(listener);
    } catch (error) {
      connection.end();
      throw error;
    }
    return connection;
  });
}
