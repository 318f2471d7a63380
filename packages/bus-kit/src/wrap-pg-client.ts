import { PromptError } from '@prompts/core';
import type { Connection } from './connection.ts';
import type { Wait } from './wait.ts';

/** Milliseconds in which a notification that was sent for this purpose must arrive. */
export const notificationTimeoutMs = 2500;

interface Notification {
  readonly channel: string;
  readonly payload?: string | undefined;
}

/** The part of a client of the package `pg` that is used. */
export interface PgClient {
  on(event: 'end' | 'error', listener: () => void): unknown;
  on(event: 'notification', listener: (notification: Notification) => void): unknown;
  query(text: string): Promise<unknown>;
}

/** Sends empty notifications. */
export interface NotificationSender {
  notify(channel: string): Promise<void>;
  /** Ends it immediately. */
  end(): void;
}

/** A connection to PostgreSQL that can LISTEN. */
export interface PgConnection extends Connection, NotificationSender {
  /** Called at most once. */
  listen(listening: PgListening): Promise<void>;
}

/** What a connection to PostgreSQL listens to. */
export interface PgListening {
  /** The name of the channel, unquoted. */
  readonly channel: string;
  readonly signal: AbortSignal;
  readonly wait: Wait;
  /** Receives the payload of each notification. */
  onNotification(payload: string): void;
  /** Opens another connection to the same database. It sends a notification to check that it arrives, and is ended. */
  openSender(): Promise<NotificationSender>;
}

/**
 * Makes a connection for `keepListening` from a client of the package `pg`, which may connect later.
 * @param socket The client's socket. It is destroyed to end the connection: the client's own `end()` waits for the server.
 */
export function wrapPgClient(client: PgClient, socket: { destroy(): unknown; unref(): unknown }): PgConnection {
  const lost = Promise.withResolvers<void>();
  const end = () => {
    socket.destroy();
    lost.resolve();
  };
  client.on('error', end);
  client.on('end', end);
  socket.unref();
  return {
    async listen({ channel, signal, wait, onNotification, openSender }) {
      const trial = `prompts_trial_${crypto.randomUUID()}`;
      const arrived = new AbortController();
      client.on('notification', (notification) => {
        if (notification.channel === trial) arrived.abort();
        else onNotification(notification.payload ?? '');
      });
      await client.query(`listen ${quote(channel)}; listen ${quote(trial)}`);
      const sender = await openSender();
      // The signal ends the listening connection, and must end this one, too.
      signal.addEventListener('abort', sender.end, { once: true });
      await sender.notify(trial).finally(sender.end);
      await wait(notificationTimeoutMs, AbortSignal.any([signal, arrived.signal]));
      // The response follows notifications that were sent before, which a busy process may not have received yet.
      if (!arrived.signal.aborted) await client.query('select 1');
      if (!arrived.signal.aborted) throw new PromptError('CONFIG_INVALID', lostNotifications);
    },
    async notify(channel) {
      await client.query(`notify ${quote(channel)}`);
    },
    async ping() {
      await client.query('select 1');
    },
    lost: lost.promise,
    end,
  };
}

const lostNotifications =
  'notifications do not arrive from PostgreSQL, because a pooler such as PgBouncer shares its sessions: use the address of the server itself';

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
