import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename } from 'node:path';

interface FolderWatch {
  readonly watcher: FSWatcher;
  /** Identifies the folder that is watched: another one may get its path. */
  identity: string | undefined;
}

/** What a folder reports. `name` is undefined if any of its items may have changed, or the folder itself. */
export type FolderListener = (folder: string, name: string | undefined) => void;

/** Watches on folders: a watch on a file ends when an editor replaces it with a renamed one. */
export class FolderWatches {
  readonly #watches = new Map<string, FolderWatch>();
  readonly #listener: FolderListener;
  readonly #onError: (error: NodeJS.ErrnoException) => void;

  constructor(listener: FolderListener, onError: (error: NodeJS.ErrnoException) => void) {
    this.#listener = listener;
    this.#onError = onError;
  }

  /** Watches a folder that is not watched yet. @returns Whether a watch was opened: changes before it were not seen. */
  open(folder: string): boolean {
    const identity = identify(folder);
    const existing = this.#watches.get(folder);
    if (existing && existing.identity === identity) return false;
    this.#close(folder);
    if (identity === undefined) return false;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => this.#receive(folder, name));
      watcher.on('error', (error) => {
        this.#close(folder);
        this.#onError(error);
      });
      // If the folder was replaced in the meantime, either one may be watched. The next call opens another watch.
      this.#watches.set(folder, { watcher, identity: identify(folder) === identity ? identity : undefined });
      return true;
    } catch (error) {
      this.#onError(error as NodeJS.ErrnoException);
      return false;
    }
  }

  /** Ends the watches on all folders but these. */
  keep(folders: Pick<ReadonlySet<string>, 'has'>): void {
    for (const folder of this.#watches.keys()) if (!folders.has(folder)) this.#close(folder);
  }

  #receive(folder: string, name: string | null): void {
    const current = this.#watches.get(folder);
    // A folder that is deleted or moved reports its own name, as an item of this name would.
    const isFolderItself = name === basename(folder);
    if (isFolderItself && current) current.identity = undefined;
    this.#listener(folder, name === null || isFolderItself ? undefined : name);
  }

  #close(folder: string): void {
    this.#watches.get(folder)?.watcher.close();
    this.#watches.delete(folder);
  }
}

/** A file system may reuse the inode number of a deleted folder, but not with the same birth time. */
function identify(folder: string): string | undefined {
  try {
    const stats = statSync(folder, { bigint: true });
    return stats.isDirectory() ? `${stats.dev} ${stats.ino} ${stats.birthtimeNs}` : undefined;
  } catch {
    // It does not exist, or can't be reached: loading the file reports that.
    return undefined;
  }
}
