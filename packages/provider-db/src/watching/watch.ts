import type { Logger } from '@prompts/core';
import type { Knex } from 'knex';
import { isOurs, type ParsedConfig } from '../config-schema.ts';
import type { Read } from '../reading/reader.ts';
import { canListen, listen } from './listener.ts';
import { type Notice, parseNotice, touches } from './notice.ts';
import { isWatchable, type State, statesOf } from './state.ts';
import { realTime, type Wait } from './wait.ts';

/** Milliseconds between two looks at everything. */
export const interval = 2000;

/** Where all changes are announced only each so many-th look is taken: an announcement might get lost. */
export const seldom = 8;

/** What was last read of a config. Each reading makes another, so that one can be told from the next. */
export interface Known {
  readonly state: State;
}

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly read: Read;
  readonly wait?: Wait;
  known(config: ParsedConfig): Known | undefined;
}

/**
 * Tells of changes. PostgreSQL announces those of our tables; all else is looked at every few seconds, all prompts by one
 * query without texts. Where a version can't be told without its text, there is nothing to watch.
 * @param onChange Given indexes into `configs`.
 * @returns when it has begun. It goes on until the signal is aborted.
 */
export async function watch(
  configs: readonly ParsedConfig[],
  onChange: (indexes: readonly number[]) => void,
  knex: Knex,
  { signal, logger, read, known, wait = realTime }: WatchOptions,
): Promise<void> {
  const watched = [...configs.entries()].flatMap(([index, config]) => (isWatchable(config) ? [{ index, config }] : []));
  if (watched.length === 0) return;
  const compare = comparison(known);

  let isUpToDate = true;

  async function look(): Promise<void> {
    isUpToDate = true;
    const asked = watched.map(({ config }) => config);
    const states = await statesOf(asked, read, (error) => {
      isUpToDate = false;
      // The next look, or the end of a TTL, brings what this one missed.
      if (!signal.aborted) logger.debug(`@prompts: db could not look for changes: ${(error as Error).message}`);
    });
    const changed = watched.filter(({ config }, place) => compare(config, states[place]));
    if (changed.length > 0 && !signal.aborted) onChange(changed.map(({ index }) => index));
  }

  const notified = gathering((notices: readonly Notice[]) => {
    const touched = watched.filter(({ config }) => notices.some((notice) => touches(notice, config)));
    if (touched.length > 0 && !signal.aborted) onChange(touched.map(({ index }) => index));
  });
  // Where nothing was read yet, nothing can have changed: what is read from here on is compared with a later look.
  let mayHaveChanged = watched.some(({ config }) => known(config) !== undefined);
  async function restored(): Promise<void> {
    if (mayHaveChanged) await look();
    mayHaveChanged = true;
  }

  const listens = canListen(knex) && watched.some(({ config }) => isOurs(config));
  const listener = listens ? await listen(knex, { signal, logger, wait, notified, restored }) : undefined;
  const areAllOurs = watched.every(({ config }) => isOurs(config));
  if (!listener?.isListening) await restored();
  void keepLooking();

  async function keepLooking(): Promise<void> {
    for (let turn = 1; ; turn += 1) {
      await wait(interval, signal);
      if (signal.aborted) return;
      const isTold = areAllOurs && isUpToDate && listener?.isListening;
      if (!isTold || turn % seldom === 0) await look();
    }
  }
}

/** @returns whether a state is news: it differs from what was read last, and that was not told yet. */
function comparison(known: WatchOptions['known']): (config: ParsedConfig, now: State | undefined) => boolean {
  const first = new Map<ParsedConfig, Known>();
  const told = new Map<ParsedConfig, { readonly from: Known; readonly to: State }>();
  return (config, to) => {
    if (to === undefined) return false;
    const read = known(config);
    const from = read ?? first.get(config);
    if (!read) first.set(config, { state: to });
    const last = told.get(config);
    if (!from || from.state === to || (last?.from === from && last.to === to)) return false;
    told.set(config, { from, to });
    return true;
  };
}

/** Hands over together what comes at once: publishing with a label is two notices. */
function gathering(handle: (notices: readonly Notice[]) => void): (payload: string | undefined) => void {
  let gathered: Notice[] = [];
  return (payload) => {
    const notice = parseNotice(payload);
    if (!notice) return;
    if (gathered.push(notice) > 1) return;
    setImmediate(() => {
      const notices = gathered;
      gathered = [];
      handle(notices);
    });
  };
}
