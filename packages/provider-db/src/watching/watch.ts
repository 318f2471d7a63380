import { wait as realWait, type Wait } from '@prompts/bus-kit';
import type { Logger } from '@prompts/core';
import type { Knex } from 'knex';
import { isOurs, type ParsedConfig } from '../config-schema.ts';
import type { Read } from '../reading/reader.ts';
import { canListen, type Listener, listen } from './listen.ts';
import { affects, type ChangeNotification, parseNotification } from './notification.ts';
import { isWatchable, type State, statesOf } from './state.ts';

/** Milliseconds between two polls. */
export const pollIntervalMs = 2000;

/** While PostgreSQL announces every change, only one of so many polls is made, in case a notification gets lost. */
export const pollRatioWhileListening = 8;

/** The last reading of a config. Each reading creates a new object, so that two readings of the same state differ. */
export interface Known {
  readonly state: State;
}

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly read: Read;
  /** Where to listen, if the address of the database leads to a pooler. Default: the database. */
  readonly announcer?: Knex;
  readonly wait?: Wait;
  known(config: ParsedConfig): Known | undefined;
}

/**
 * Reports changes. PostgreSQL announces changes of our tables. Everything else is polled, all prompts with one query that reads
 * no texts. A config whose version can't be read without its text is not watched.
 * @param onChange Receives the indexes in `configs` of those that have changed.
 * @param database The database that is read.
 * @returns A promise that resolves when watching has begun. It continues until the signal is aborted.
 */
export async function watch(
  configs: readonly ParsedConfig[],
  onChange: (indexes: readonly number[]) => void,
  database: Knex,
  { signal, logger, read, known, announcer = database, wait = realWait }: WatchOptions,
): Promise<void> {
  const watched = [...configs.entries()].flatMap(([index, config]) => (isWatchable(config) ? [{ index, config }] : []));
  if (watched.length === 0) return;
  const isNews = createNewsFilter(known);
  const report = (changed: typeof watched) => {
    if (changed.length > 0 && !signal.aborted) onChange(changed.map(({ index }) => index));
  };

  let isUpToDate = true;
  async function poll(): Promise<void> {
    isUpToDate = true;
    const polled = watched.map(({ config }) => config);
    const states = await statesOf(polled, read, (error) => {
      isUpToDate = false;
      // The next poll, or the end of a TTL, finds what this one missed.
      if (!signal.aborted) logger.debug(`@prompts: db could not poll for changes: ${(error as Error).message}`);
    });
    report(watched.filter(({ config }, place) => isNews(config, states[place])));
  }

  const onNotification = collectNotifications((notifications) => {
    report(watched.filter(({ config }) => notifications.some((notification) => affects(notification, config))));
  });
  // Nothing can have changed before it was read for the first time: that reading is compared with a later poll.
  let mayHaveChanged = false;
  async function catchUp(): Promise<void> {
    if (mayHaveChanged || watched.some(({ config }) => known(config) !== undefined)) await poll();
    mayHaveChanged = true;
  }

  const listens = canListen(announcer) && watched.some(({ config }) => isOurs(config));
  const areAllOurs = watched.every(({ config }) => isOurs(config));
  let listener: Listener | undefined;
  // Until listening is known to work, which takes seconds behind a pooler, changes are found by polling.
  void keepPolling();
  const options = { database, signal, logger, wait, onNotification, onListening: catchUp };
  if (listens) listener = await listen(announcer, options);
  if (!listener?.isListening) await catchUp();

  async function keepPolling(): Promise<void> {
    for (let turn = 1; ; turn += 1) {
      await wait(pollIntervalMs, signal);
      if (signal.aborted) return;
      const isAnnounced = areAllOurs && isUpToDate && listener?.isListening;
      if (!isAnnounced || turn % pollRatioWhileListening === 0) await poll();
    }
  }
}

/**
 * Creates a filter that passes each change once.
 * @returns A function that returns whether a state is new: it differs from the last reading, and was not passed since then.
 */
function createNewsFilter(known: WatchOptions['known']): (config: ParsedConfig, now: State | undefined) => boolean {
  const first = new Map<ParsedConfig, Known>();
  const reported = new Map<ParsedConfig, { readonly from: Known; readonly to: State }>();
  return (config, to) => {
    if (to === undefined) return false;
    const read = known(config);
    const from = read ?? first.get(config);
    if (!read) first.set(config, { state: to });
    const last = reported.get(config);
    if (!from || from.state === to || (last?.from === from && last.to === to)) return false;
    reported.set(config, { from, to });
    return true;
  };
}

/** Handles notifications that arrive together in one call: publishing a version with a label sends two. */
function collectNotifications(
  handle: (notifications: readonly ChangeNotification[]) => void,
): (payload: string) => void {
  let collected: ChangeNotification[] = [];
  return (payload) => {
    const notification = parseNotification(payload);
    if (!notification) return;
    if (collected.push(notification) > 1) return;
    setImmediate(() => {
      const notifications = collected;
      collected = [];
      handle(notifications);
    });
  };
}
