import type { BusConnection, BusServer } from './connection.ts';
import { open } from './open.ts';
import { within } from './within.ts';

/** Seconds in which the server has a message, or the message is given up. */
const patience = 1;

/** Publishes over one connection, made when it is needed. No message ever waits for a server. */
export class Publisher {
  readonly #server: BusServer;
  #connection: Promise<BusConnection> | undefined;
  /** Messages on their way, and subscriptions: while there is one, the connection stays. */
  #users = 0;

  constructor(server: BusServer) {
    this.#server = server;
  }

  async publish(message: string): Promise<void> {
    const release = this.hold();
    try {
      await within({ seconds: patience }, async (signal) => {
        const connection = await this.#connected();
        signal.throwIfAborted();
        // What the server did not take in time must not reach it later.
        signal.addEventListener('abort', () => connection.end(), { once: true });
        await connection.publish(message);
      });
    } finally {
      release();
    }
  }

  /** Keeps the connection between two messages. @returns what lets it go; again does nothing. */
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

  #connected(): Promise<BusConnection> {
    if (this.#connection) return this.#connection;
    const opening = open(this.#server, { seconds: patience });
    const forget = () => {
      if (this.#connection === opening) this.#connection = undefined;
    };
    opening.then((connection) => connection.lost).then(forget, forget);
    this.#connection = opening;
    return opening;
  }
}
