import { backOffMs } from '@prompts/core/back-off';
import type { Connection } from './connection.ts';
import { type Opening, openConnection } from './open-connection.ts';
import { untilLost } from './until-lost.ts';
import { wait as realWait, type Wait } from './wait.ts';

/** Milliseconds in which a connection must listen, or the attempt has failed. */
export const connectTimeoutMs = 5000;

/** The waits between attempts to connect. */
const reconnectBackOff = { firstMs: 250, maxMs: 5000 };

/** The options of {@link keepListening}. */
export interface KeepListeningOptions<Opened extends Connection> extends Required<Opening<Opened>> {
  /** Ends the connection, or the attempt to open one, and stops. */
  readonly signal: AbortSignal;
  /** A connection that listens already. By default, the first one is opened immediately. */
  readonly first?: Opened | undefined;
  /** Waits between attempts. Default: in real time. */
  readonly wait?: Wait | undefined;
  /** Called whenever a new connection listens. */
  onListening?(): void;
  /** Called whenever a connection that listened is lost. */
  onLost?(): void;
  /** Called with the error of each attempt to connect that fails. */
  onFailure?(error: unknown): void;
}

/**
 * Keeps one listening connection to a server, without keeping the process alive. It is pinged every 10 s, and replaced when it
 * is lost: after 0.25 s, then 0.5 s, … up to 5 s, each multiplied by a random factor between 0.5 and 1.
 * @returns A promise that resolves when the signal has been aborted and no connection is left. It never rejects.
 */
export async function keepListening<Opened extends Connection>({
  connect,
  listen,
  signal,
  first,
  wait = realWait,
  onListening,
  onLost,
  onFailure,
}: KeepListeningOptions<Opened>): Promise<void> {
  let connection = first ?? (await tryToConnect());
  for (let failures = 1; ; failures += 1) {
    if (connection) {
      failures = 1;
      await untilLost(connection, signal);
      connection.end();
      if (!signal.aborted) onLost?.();
    }
    if (signal.aborted) return;
    await wait(backOffMs(failures, reconnectBackOff), signal);
    connection = await tryToConnect();
  }

  async function tryToConnect(): Promise<Opened | undefined> {
    try {
      const options = { timeoutMs: connectTimeoutMs, signal, isBackground: true };
      const opened = await openConnection({ connect, listen }, options);
      if (!signal.aborted) onListening?.();
      return opened;
    } catch (error) {
      if (!signal.aborted) onFailure?.(error);
      return undefined;
    }
  }
}
