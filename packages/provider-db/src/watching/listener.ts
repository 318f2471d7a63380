import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@prompts/core';
import type { Knex } from 'knex';
import { dialectOf } from '../connection/dialect.ts';
import { errorFrom } from '../errors/error-from.ts';
import { channel } from '../history/tables.ts';

/** What is used of a `pg.Client`; its published types know neither `unref` nor a query's own time-out. */
interface Client {
  readonly connection: { readonly stream: { destroy(): void } };
  on(event: 'end' | 'error', listener: () => void): this;
  on(event: 'notification', listener: (notification: { readonly payload?: string }) => void): this;
  query(query: { readonly text: string; readonly query_timeout: number }): Promise<unknown>;
  unref(): void;
}

/** Seconds between two questions whether the connection still stands; and to answer one. */
const heartbeat = 15;
const patience = 5;

/** Seconds of the longest wait before the next attempt to connect. */
const longestWait = 30;

/** Whether a database announces changes, and can be connected to: of a pool that the app brought the address isn't known. */
export function canListen(knex: Knex): boolean {
  return dialectOf(knex) === 'postgres' && knex.client.config.connectionPool === undefined;
}

export interface ListenerOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** Told of each notification. */
  notified(payload: string | undefined): void;
  /** Told when listening begins, and begins again after a loss: what was announced meanwhile is lost. */
  restored(): void;
}

/**
 * Listens on a connection of its own, because a pool would hand it to others, and connects again whenever it is lost: pg
 * does neither by itself.
 * @returns when the first attempt to listen has succeeded or failed; then it goes on until the signal is aborted.
 */
export async function listen(knex: Knex, options: ListenerOptions): Promise<void> {
  const first = Promise.withResolvers<void>();
  void keepListening(knex, options, first.resolve);
  await first.promise;
}

async function keepListening(knex: Knex, options: ListenerOptions, attempted: () => void): Promise<void> {
  const { signal, logger, restored } = options;
  for (let failures = 0; !signal.aborted; ) {
    try {
      const { lost } = await connect(knex, options);
      failures = 0;
      attempted();
      restored();
      await lost;
    } catch (error) {
      failures += 1;
      // One line an outage. Not the error's own words: they may tell credentials.
      if (failures === 1) logger.warn(`@prompts: db hears of changes late for now: ${errorFrom(error, knex).message}`);
      attempted();
    }
    const seconds = failures === 0 ? 0 : Math.min(longestWait, 2 ** (failures - 3)) * (0.5 + Math.random() / 2);
    await sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => {});
  }
}

/** @returns what tells that the connection is lost, or was ended by the signal. */
async function connect(knex: Knex, { signal, notified }: ListenerOptions): Promise<{ lost: Promise<void> }> {
  const client: Client = await knex.client.acquireRawConnection();
  const lost = Promise.withResolvers<void>();
  const end = () => {
    // Not `end()`: that waits for a server that may be gone.
    client.connection.stream.destroy();
    lost.resolve();
  };
  const run = (text: string) => client.query({ text, query_timeout: patience * 1000 });
  client.on('end', end).on('error', end);
  client.on('notification', ({ payload }) => notified(payload));
  // An app that has nothing else to do may end.
  client.unref();
  const beat = setInterval(() => {
    run('select 1').catch(end);
  }, heartbeat * 1000).unref();
  signal.addEventListener('abort', end, { once: true });
  void lost.promise.then(() => {
    clearInterval(beat);
    signal.removeEventListener('abort', end);
  });
  if (signal.aborted) end();
  await run(`listen ${channel}`).catch((error: unknown) => {
    end();
    throw error;
  });
  return { lost: lost.promise };
}
