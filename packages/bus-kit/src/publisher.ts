import type { BusConnection, BusServer } from './connection.ts';
import { openConnection } from './open-connection.ts';
import { withTimeout } from './with-timeout.ts';

/**
 * Milliseconds in which the server must accept a message, connecting included. On a busy machine, a process that has just
 * started needs more than a second for that, and other processes serve the old text until its TTL if a message is lost.
 */
const publishTimeoutMs = 5000;

/** Publishes over one connection, which is opened when it is needed. Messages are never queued. */
export class Publisher {
  readonly #server: BusServer;
  #connection: Promise<BusConnection> | undefined;
  /** The number of subscriptions and of messages in progress. The connection is ended when it reaches zero. */
  #users = 0;

  constructor(server: BusServer) {
    this.#server = server;
  }

  async publish(message: string): Promise<void> {
    const release = this.hold();
    try {
      await withTimeout({ timeoutMs: publishTimeoutMs }, async (signal) => {
        const connection = await this.#connect();
        signal.throwIfAborted();
        // A message that was not accepted in time must not arrive later.
        signal.addEventListener('abort', () => connection.end(), { once: true });
        await connection.publish(message);
      });
    } finally {
      release();
    }
  }

  /**
   * Keeps the connection open between messages.
   * @returns A function that releases it. Further calls of that function have no effect.
   */
  hold(): () => void {
    let isHeld = true;
    this.#users += 1;
    return () => {
      if (isHeld) this.#users -= 1;
      isHeld = false;
      if (this.#users > 0) return;
      this.#connection?.then((connection) => connection.end()).catch(() => {});
      this.#connection = undefined;
    };
  }

  #connect(): Promise<BusConnection> {
    if (this.#connection) return this.#connection;
    const opening = openConnection<BusConnection>(
      { connect: (signal) => this.#server.connect(signal) },
      { timeoutMs: publishTimeoutMs },
    );
    const forget = () => {
      if (this.#connection === opening) this.#connection = undefined;
    };
    opening.then((connection) => connection.lost).then(forget, forget);
    this.#connection = opening;
    return opening;
  }
}
