import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@prompts/core';
import type { Knex } from 'knex';
import { isOurs, type ParsedConfig } from '../config-schema.ts';
import type { Read } from '../reading/reader.ts';
import { canListen, listen } from './listener.ts';
import { type Notice, parseNotice, touches } from './notice.ts';
import { isWatchable, type State, statesOf } from './state.ts';

/** Seconds between two looks at everything: where nothing is announced, and where announcements only might get lost. */
const often = 2;
const seldom = 15;

/** What was last read of a config. Each reading makes another, so that one can be told from the next. */
export interface Known {
  readonly state: State;
}

export interface WatchOptions {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly read: Read;
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
  { signal, logger, read, known }: WatchOptions,
): Promise<void> {
  const watched = [...configs.entries()].flatMap(([index, config]) => (isWatchable(config) ? [{ index, config }] : []));
  if (watched.length === 0) return;
  const compare = comparison(known);

  async function look(): Promise<void> {
    try {
      const states = await statesOf(
        watched.map(({ config }) => config),
        read,
      );
      const changed = watched.filter(({ config }, place) => compare(config, states[place] as State));
      if (changed.length > 0 && !signal.aborted) onChange(changed.map(({ index }) => index));
    } catch (error) {
      // The next look, or the end of a TTL, brings what this one missed.
      if (!signal.aborted) logger.debug(`@prompts: db could not look for changes: ${(error as Error).message}`);
    }
  }

  const listens = canListen(knex) && watched.some(({ config }) => isOurs(config));
  const isAnnounced = listens && watched.every(({ config }) => isOurs(config));
  await look();
  if (listens) {
    const notified = gathering((notices: readonly Notice[]) => {
      const touched = watched.filter(({ config }) => notices.some((notice) => touches(notice, config)));
      if (touched.length > 0 && !signal.aborted) onChange(touched.map(({ index }) => index));
    });
    await listen(knex, { signal, logger, notified, restored: look });
  }
  void repeat(look, isAnnounced ? seldom : often, signal);
}

/** @returns whether a state is news: it differs from what was read last, and that was not told yet. */
function comparison(known: WatchOptions['known']): (config: ParsedConfig, now: State) => boolean {
  const first = new Map<ParsedConfig, Known>();
  const told = new Map<ParsedConfig, { readonly from: Known; readonly to: State }>();
  return (config, to) => {
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

/** Keeps no process alive. */
async function repeat(work: () => Promise<void>, seconds: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(seconds * 1000, undefined, { signal, ref: false }).catch(() => {});
    if (!signal.aborted) await work();
  }
}
