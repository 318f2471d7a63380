import type { Logger } from '@prompts/core';
import { backOffMs } from '@prompts/core/back-off';
import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';
import { errorFrom } from '../errors/error-from.ts';
import { problem } from '../errors/problem.ts';
import { channel } from '../history/tables.ts';
import type { Wait } from './wait.ts';

/** What is used of a `pg.Client`; its published types know no `unref`. */
interface Client {
  readonly connection: { readonly stream: { destroy(): void } };
  on(event: 'end' | 'error', listener: () => void): this;
  on(event: 'notification', listener: (notification: { readonly payload?: string }) => void): this;
  query(text: string): Promise<unknown>;
  unref(): void;
}

/** Milliseconds between two questions whether the connection still stands. */
export const heartbeat = 15_000;

/** Milliseconds to answer one, or to connect. */
export const patience = 5000;

/** The waits between attempts to connect. */
const reconnectBackOff = { firstMs: 250, maxMs: 30_000 };

/** Whether a database announces changes, and can be connected to: of a pool that the app brought the address isn't known. */
export function canListen(knex: Knex): boolean {
  const { driverName, config } = knex.client;
  return dialectOf(knex) === 'postgres' && driverName === 'pg' && config.connectionPool === undefined;
}

export interface ListenerOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly wait: Wait;
  /** Told of each notification. */
  notified(payload: string | undefined): void;
  /** Told when listening begins, and begins again after a loss, to see what was announced before. Never rejects. */
  restored(): Promise<void>;
}

/** Whether changes are heard of at this moment. */
export interface Listener {
  readonly isListening: boolean;
}

/**
 * Listens on a connection of its own, because a pool would hand it to others, and connects again whenever it is lost: pg
 * does neither by itself.
 * @returns when the first attempt to listen has failed, or has succeeded and `restored` is done; then it goes on until the
 * signal is aborted.
 */
export async function listen(knex: Knex, options: ListenerOptions): Promise<Listener> {
  const { signal, logger, wait, restored } = options;
  const listener = { isListening: false };
  const first = Promise.withResolvers<void>();

  async function keepListening(): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const { lost } = await connect(knex, options);
        failures = 0;
        listener.isListening = true;
        void restored().then(first.resolve);
        await lost;
        listener.isListening = false;
      } catch (error) {
        failures += 1;
        // One line an outage. Not the error's own words: they may tell credentials.
        if (failures === 1 && !signal.aborted)
          logger.warn(`@prompts: db hears of changes late for now: ${errorFrom(error, knex).message}`);
        first.resolve();
      }
      await wait(failures === 0 ? 0 : backOffMs(failures, reconnectBackOff), signal);
    }
  }

  void keepListening();
  await first.promise;
  return listener;
}

/** @returns what tells that the connection is lost, or was ended by the signal. */
async function connect(
  knex: Knex,
  { signal, wait, notified }: ListenerOptions,
): Promise<{ readonly lost: Promise<void> }> {
  const client = await connection(knex, { signal, wait });
  const over = new AbortController();
  const lost = Promise.withResolvers<void>();
  const end = () => {
    // Not `end()`: that waits for a server that may be gone.
    client.connection.stream.destroy();
    over.abort();
    lost.resolve();
  };
  const until = AbortSignal.any([signal, over.signal]);
  const ask = (text: string) => inTime(client.query(text), { signal: until, wait });
  client.on('end', end).on('error', end);
  client.on('notification', ({ payload }) => notified(payload));
  until.addEventListener('abort', end, { once: true });
  // An app that has nothing else to do may end.
  client.unref();
  try {
    until.throwIfAborted();
    await ask(`listen ${channel}`);
  } catch (error) {
    end();
    throw error;
  }
  void keepAsking();
  return { lost: lost.promise };

  async function keepAsking(): Promise<void> {
    await wait(heartbeat, until);
    while (!until.aborted) {
      await ask('select 1').catch(end);
      await wait(heartbeat, until);
    }
  }
}

/** A connection as the pool makes them, where settings may be a function's, but not the pool's. */
async function connection(knex: Knex, limits: Limits): Promise<Client> {
  const { create, destroy } = knex.client.getPoolSettings(knex.client.config.pool);
  const creating: Promise<Client> = create();
  try {
    return await inTime(creating, limits);
  } catch (error) {
    creating.then(destroy).catch(() => {});
    throw error;
  }
}

type Limits = Pick<ListenerOptions, 'signal' | 'wait'>;

/** Waits for an answer, but not for ever, and not beyond the signal. */
async function inTime<Result>(answer: Promise<Result>, { signal, wait }: Limits): Promise<Result> {
  const answered = new AbortController();
  const late = wait(patience, AbortSignal.any([signal, answered.signal])).then(() => {
    throw problem('TIMEOUT', 'the database does not answer');
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
  }
}
