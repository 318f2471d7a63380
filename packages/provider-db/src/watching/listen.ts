import { keepListening, type PgClient, type PgConnection, type Wait, wrapPgClient } from '@prompts/bus-kit';
import { type Logger, PromptError } from '@prompts/core';
import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';
import { errorFrom } from '../errors/error-from.ts';
import { channel } from '../history/tables.ts';

/** The part of a `pg.Client` that is used. Its published types omit the socket. */
interface Client extends PgClient {
  readonly connection: { readonly stream: { destroy(): void; unref(): void } };
}

export interface ListenOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly wait: Wait;
  /** Receives the payload of each notification. */
  onNotification(payload: string): void;
  /** Called whenever listening begins, to find changes that were announced before. Must not reject. */
  onListening(): Promise<void>;
}

/** Whether changes are announced to this process at the moment. */
export interface Listener {
  readonly isListening: boolean;
}

/** Whether a database announces changes and can be listened to. The address of a pool that the app provides is not known. */
export function canListen(knex: Knex): boolean {
  const { driverName, config } = knex.client;
  return dialectOf(knex) === 'postgres' && driverName === 'pg' && config.connectionPool === undefined;
}

/**
 * Listens on a connection outside the pool, which would hand it to others. It is replaced whenever it is lost, until the
 * signal is aborted.
 * @returns The listener, once the first attempt has failed, or has succeeded and `onListening` is done.
 */
export async function listen(
  knex: Knex,
  { signal, logger, wait, onNotification, onListening }: ListenOptions,
): Promise<Listener> {
  const listener = { isListening: false };
  const firstAttempt = Promise.withResolvers<void>();
  let isWarned = false;
  const givenUp = new AbortController();
  const listening = AbortSignal.any([signal, givenUp.signal]);
  const done = keepListening<PgConnection>({
    connect: () => connect(knex),
    listen: (connection) =>
      connection.listen({ channel, signal: listening, wait, onNotification, connect: () => connect(knex) }),
    signal: listening,
    wait,
    onListening() {
      listener.isListening = true;
      isWarned = false;
      void onListening().then(firstAttempt.resolve);
    },
    onLost() {
      listener.isListening = false;
    },
    onFailure(error) {
      // The driver's own message may contain credentials.
      const { message } = errorFrom(error, knex);
      if (!isWarned) logger.warn(`@prompts: db ${describeFailure(error, message)}`);
      isWarned = true;
      // Another attempt would fail for the same reason.
      if (PromptError.isInstance(error)) givenUp.abort();
      firstAttempt.resolve();
    },
  });
  await Promise.race([firstAttempt.promise, done]);
  return listener;
}

function describeFailure(error: unknown, message: string): string {
  if (!PromptError.isInstance(error)) return `can't listen for changes, and polls until it can: ${message}`;
  return `polls for changes: ${message}, for example with db({ listen: 'postgres://…' })`;
}

/** Opens a connection with the settings of the pool, which may come from a function, but outside the pool. */
async function connect(knex: Knex): Promise<PgConnection> {
  const { create } = knex.client.getPoolSettings(knex.client.config.pool);
  const client: Client = await create();
  return wrapPgClient(client, client.connection.stream);
}
