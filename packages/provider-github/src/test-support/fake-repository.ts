import { type Author, type Commit, createCommit, createTag } from './git/commit.ts';
import { editTree, type FileChange } from './git/edit-tree.ts';
import { ObjectStore } from './git/object-store.ts';
import { resolveCommit } from './git/resolve-commit.ts';
import type { ArchiveDamage } from './tarball/damage-archive.ts';

/** How a repository begins. */
export interface RepositoryOptions {
  /** Default: false. */
  readonly private?: boolean;
  /** Default: `main`. */
  readonly defaultBranch?: string;
}

export interface CommitOptions {
  /** Default: the default branch. One that does not exist begins without a past. */
  readonly branch?: string;
  readonly message?: string;
  readonly author?: Author;
  /** Default: now. Kept to the second. */
  readonly date?: Date;
}

const ada: Author = { name: 'Ada Lovelace', email: 'ada@example.com', login: 'ada' };

/** A repository of the fake: real git objects in memory. Empty until the first commit. */
export class FakeRepository {
  readonly store = new ObjectStore();
  /** Full names, such as `refs/heads/main`, and what they point at. */
  readonly refs = new Map<string, string>();
  readonly id: number;
  readonly private: boolean;
  readonly defaultBranch: string;
  fullName: string;
  archived = false;
  removed = false;
  /** Set: archives of this repository are not what they should be. */
  archiveDamage: ArchiveDamage | undefined;
  readonly #now: () => number;

  /** @param now the time of commits, in ms since 1970. */
  constructor(
    id: number,
    fullName: string,
    now: () => number,
    { private: isPrivate = false, defaultBranch = 'main' }: RepositoryOptions,
  ) {
    this.id = id;
    this.fullName = fullName;
    this.private = isPrivate;
    this.defaultBranch = defaultBranch;
    this.#now = now;
  }

  get owner(): string {
    return this.fullName.slice(0, this.fullName.indexOf('/'));
  }

  get name(): string {
    return this.fullName.slice(this.fullName.indexOf('/') + 1);
  }

  /**
   * Commits changes by path on a branch.
   * @returns the commit's sha.
   */
  commit(changes: Readonly<Record<string, FileChange>>, options: CommitOptions = {}): string {
    const { branch = this.defaultBranch, message = 'Edit prompts', author = ada } = options;
    const parent = this.find(`heads/${branch}`);
    const commit = createCommit({
      tree: editTree(this.store, parent?.tree, Object.entries(changes)),
      parents: parent === undefined ? [] : [parent.sha],
      author,
      seconds: this.#seconds(options.date),
      message,
    });
    this.store.commits.set(commit.sha, commit);
    this.refs.set(`refs/heads/${branch}`, commit.sha);
    return commit.sha;
  }

  /** Makes a branch, or moves one. Default: where the default branch is. */
  branch(name: string, sha = this.#known('HEAD').sha): void {
    this.refs.set(`refs/heads/${name}`, this.#known(sha).sha);
  }

  /** Makes a tag, or moves one; an annotated one is an object of its own. */
  tag(name: string, sha = this.#known('HEAD').sha, { annotated = false }: { readonly annotated?: boolean } = {}): void {
    const { sha: target } = this.#known(sha);
    const tag = createTag(name, target, ada, this.#seconds());
    if (annotated) this.store.tags.set(tag.sha, tag);
    this.refs.set(`refs/tags/${name}`, annotated ? tag.sha : target);
  }

  /** Makes a branch point at any commit, whatever it pointed at before. */
  forcePush(branch: string, sha: string): void {
    this.branch(branch, sha);
  }

  /** Removes a branch (`heads/x`) or a tag (`tags/x`). */
  deleteRef(name: string): void {
    this.refs.delete(`refs/${name}`);
  }

  /** Makes it read-only, as `archived` in its answers says. */
  archive(): void {
    this.archived = true;
  }

  /** From now on nobody finds it. */
  remove(): void {
    this.removed = true;
  }

  /** The commit a name means: `HEAD`, a branch, a tag, a full or short sha. */
  find(name: string): Commit | undefined {
    return resolveCommit(this.store, this.refs, this.defaultBranch, name);
  }

  #known(name: string): Commit {
    const commit = this.find(name);
    if (commit === undefined) throw new Error(`${this.fullName} has no commit ${name}`);
    return commit;
  }

  #seconds(date?: Date): number {
    return Math.floor((date?.getTime() ?? this.#now()) / 1000);
  }
}
