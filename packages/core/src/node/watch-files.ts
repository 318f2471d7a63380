import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../logger.ts';
import { listFileCollection, splitPattern } from './file-collection.ts';
import { FolderWatches } from './folder-watches.ts';
import { pathSteps } from './path-steps.ts';

/** The names in each folder that matter to an entry; undefined for all of them. */
type WatchPlan = Map<string, Set<string> | undefined>;

/** How often the folders of an entry are looked up again while they change. */
const maxRounds = 10;

/** The clock of a file system may be this much behind. */
const clockToleranceMs = 50;

interface WatchOptions {
  readonly root: string;
  readonly logger: Logger;
  readonly onChange: (indexes: readonly number[]) => void;
}

/**
 * Reports changes of files and collections, even if a file, a link or a folder on its path is replaced, or the file does not
 * exist yet.
 * @param files As in the entries, relative to the root.
 */
export function watchFiles(files: readonly string[], { root, logger, onChange }: WatchOptions): AsyncDisposable {
  const plans = files.map((file) => planPath(file, root));
  /** What was reported and is not handled yet: the changed paths by index. */
  const pending = new Map<number, string[]>();
  let isClosed = false;
  let isHandling = false;
  let hasWarned = false;
  const watches = new FolderWatches(receive, warn);
  const startedAt = Date.now() - clockToleranceMs;
  for (const plan of plans) for (const folder of plan.keys()) watches.open(folder);
  void watchCollections();
  return {
    async [Symbol.asyncDispose]() {
      isClosed = true;
      watches.keep(new Set());
    },
  };

  function receive(folder: string, name: string | undefined): void {
    for (const [index, plan] of plans.entries()) {
      const names = plan.get(folder);
      if (!plan.has(folder) || (names && name !== undefined && !names.has(name))) continue;
      const paths = pending.get(index) ?? [];
      paths.push(name === undefined ? folder : join(folder, name));
      pending.set(index, paths);
    }
    if (pending.size > 0 && !isHandling) setImmediate(handlePending);
    isHandling ||= pending.size > 0;
  }

  async function handlePending(): Promise<void> {
    while (pending.size > 0 && !isClosed) {
      const reported = [...pending];
      pending.clear();
      // First the watches: what changes after a text is read must be seen.
      await updateWatches(reported.map(([index]) => index));
      const changed = await Promise.all(reported.map(async ([, paths]) => !(await areEmptied(paths))));
      const indexes = reported.flatMap(([index], position) => (changed[position] ? index : []));
      if (indexes.length > 0 && !isClosed) onChange(indexes);
    }
    isHandling = false;
  }

  async function updateWatches(indexes: readonly number[]): Promise<void> {
    for (let round = 1; round <= maxRounds; round += 1) {
      let isComplete = true;
      for (const index of indexes) {
        const plan = await planEntry(files[index] as string, root);
        if (isClosed) return;
        plans[index] = plan;
        for (const folder of plan.keys()) if (watches.open(folder)) isComplete = false;
      }
      // A folder that was just opened may have changed before.
      if (isComplete) break;
    }
    watches.keep(new Set(plans.flatMap((plan) => [...plan.keys()])));
  }

  /** The folders of collections are known only once they are listed. */
  async function watchCollections(): Promise<void> {
    const indexes = [...files.keys()].filter((index) => collectionFolder(files[index] as string, root) !== undefined);
    if (indexes.length === 0) return;
    await updateWatches(indexes);
    for (const index of indexes) {
      if (isClosed || !(await hasChangedSince(startedAt, plans[index] as WatchPlan))) continue;
      if (!isClosed) onChange([index]);
    }
  }

  function warn(error: NodeJS.ErrnoException): void {
    // A folder that does not exist is watched once its parent reports it.
    if (hasWarned || isClosed || error.code === 'ENOENT' || error.code === 'ENOTDIR') return;
    hasWarned = true;
    logger.warn(
      `@prompts: some files can't be watched, so their changes are found only when the TTL expires: ${error.message}`,
    );
  }
}

function planPath(file: string, root: string): WatchPlan {
  const plan: WatchPlan = new Map();
  addPath(plan, collectionFolder(file, root) ?? file, root);
  return plan;
}

function addPath(plan: WatchPlan, path: string, root: string): void {
  try {
    for (const { folder, name } of pathSteps(path, root)) {
      const names = plan.has(folder) ? plan.get(folder) : new Set<string>();
      plan.set(folder, names?.add(name));
    }
  } catch {
    // Without a root there is nothing to watch.
  }
}

async function planEntry(file: string, root: string): Promise<WatchPlan> {
  const plan = planPath(file, root);
  if (collectionFolder(file, root) === undefined) return plan;
  try {
    const { folders, links } = await listFileCollection(file, root);
    for (const folder of folders) plan.set(folder, undefined);
    for (const link of links) addPath(plan, link, root);
  } catch {
    // The listing reports it. The way to the folder is watched.
  }
  return plan;
}

/** The folder of a collection, or of what is missing and may become one; undefined for a single file. It may change at any time. */
function collectionFolder(file: string, root: string): string | undefined {
  try {
    return splitPattern(file, root).folder;
  } catch {
    return undefined;
  }
}

/** A save empties a file before it writes it. That is not a new text, and the write is reported as well. */
async function areEmptied(paths: readonly string[]): Promise<boolean> {
  for (const path of new Set(paths)) {
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile() || stats.size > 0) return false;
  }
  return true;
}

/** Whether a folder of a collection, or a file in it, changed at or after a time in epoch ms. */
async function hasChangedSince(time: number, plan: WatchPlan): Promise<boolean> {
  for (const [folder, names] of plan) {
    if (names) continue;
    const items = await readdir(folder).catch(() => []);
    for (const item of ['.', ...items]) {
      const stats = await stat(join(folder, item)).catch(() => undefined);
      if (stats && stats.ctimeMs >= time) return true;
    }
  }
  return false;
}
