import {
  keepListening,
  type NotificationSender,
  type PgClient,
  type PgConnection,
  type Wait,
  wrapPgClient,
} from '@prompts/bus-kit';
import { type Logger, PromptError } from '@prompts/core';
import { dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { errorFrom } from '../errors/error-from.ts';
import { channel } from '../history/tables.ts';

/** The part of a `pg.Client` that is used. Its published types omit the socket. */
interface Client extends PgClient {
  readonly connection: { readonly stream: { destroy(): void; unref(): void } };
}

export interface ListenOptions {
  /** The database whose changes are to be announced. */
  readonly database: Knex;
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
  { database, signal, logger, wait, onNotification, onListening }: ListenOptions,
): Promise<Listener> {
  const listener = { isListening: false };
  const firstAttempt = Promise.withResolvers<void>();
  let isWarned = false;
  const givenUp = new AbortController();
  const listening = AbortSignal.any([signal, givenUp.signal]);
  const openSender = () => (knex === database ? connect(knex) : senderOf(database, () => connect(knex)));
  const done = keepListening<PgConnection>({
    connect: () => connect(knex),
    listen: (connection) => connection.listen({ channel, signal: listening, wait, onNotification, openSender }),
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
      const advice =
        knex === database
          ? "for example with db({ listen: 'postgres://…' })"
          : 'and of the same database, in db({ listen })';
      if (!isWarned) logger.warn(`@prompts: db ${describeFailure(error, message, advice)}`);
      isWarned = true;
      // Another attempt would fail for the same reason.
      if (PromptError.isInstance(error)) givenUp.abort();
      firstAttempt.resolve();
    },
  });
  await Promise.race([firstAttempt.promise, done]);
  return listener;
}

function describeFailure(error: unknown, message: string, advice: string): string {
  if (!PromptError.isInstance(error)) return `can't listen for changes, and polls until it can: ${message}`;
  return `polls for changes: ${message}, ${advice}`;
}

/** Opens a connection with the settings of the pool, which may come from a function, but outside the pool. */
async function connect(knex: Knex): Promise<PgConnection> {
  const { create } = knex.client.getPoolSettings(knex.client.config.pool);
  const client: Client = await create();
  return wrapPgClient(client, client.connection.stream);
}

/**
 * Sends notifications through the database that is read, which may not be the one at the address where to listen. A standby
 * server can't send any: its primary server, where one listens, sends them.
 */
async function senderOf(database: Knex, connectToPrimary: () => Promise<PgConnection>): Promise<NotificationSender> {
  const { rows } = await database.raw('select pg_is_in_recovery() as is_standby');
  if (rows[0].is_standby) return connectToPrimary();
  return { notify: (channel) => database.raw('select pg_notify(?, ?)', [channel, '']), end() {} };
}
