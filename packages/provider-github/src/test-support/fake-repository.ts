import { type Author, type Commit, createCommit, createTag } from './git/commit.ts';
import { editTree, type FileChange } from './git/edit-tree.ts';
import { ObjectStore } from './git/object-store.ts';
import { resolveCommit } from './git/resolve-commit.ts';
import type { ArchiveDamage } from './tarball/damage-archive.ts';

/** The initial state of a repository. */
export interface RepositoryOptions {
  /** Default: false. */
  readonly private?: boolean;
  /** Default: `main`. */
  readonly defaultBranch?: string;
}

export interface CommitOptions {
  /** Default: the default branch. A branch that does not exist is created without a parent commit. */
  readonly branch?: string;
  readonly message?: string;
  readonly author?: Author;
  /** Default: now. Stored with a precision of one second. */
  readonly date?: Date;
}

const ada: Author = { name: 'Ada Lovelace', email: 'ada@example.com', login: 'ada' };

/** A repository with real git objects in memory. Empty until the first commit. */
export class FakeRepository {
  readonly store = new ObjectStore();
  /** The shas by full names such as `refs/heads/main`. */
  readonly refs = new Map<string, string>();
  readonly id: number;
  readonly private: boolean;
  readonly defaultBranch: string;
  fullName: string;
  archived = false;
  removed = false;
  /** If set, archives of this repository are damaged. */
  archiveDamage: ArchiveDamage | undefined;
  readonly #now: () => number;

  /** @param now Returns the time of commits in epoch milliseconds. */
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
   * @returns The sha of the commit.
   */
  commit(changes: Readonly<Record<string, FileChange>>, options: CommitOptions = {}): string {
    const { branch = this.defaultBranch, message = 'Edit prompts', author = ada } = options;
    const parent = this.find(`heads/${branch}`);
    const commit = createCommit({
      tree: editTree(this.store, parent?.tree, Object.entries(changes)),
      parents: parent === undefined ? [] : [parent.sha],
      author,
      epochSeconds: this.#toEpochSeconds(options.date),
      message,
    });
    this.store.commits.set(commit.sha, commit);
    this.refs.set(`refs/heads/${branch}`, commit.sha);
    return commit.sha;
  }

  /** Creates or moves a branch. @param sha Default: the head of the default branch. */
  branch(name: string, sha = this.#get('HEAD').sha): void {
    this.refs.set(`refs/heads/${name}`, this.#get(sha).sha);
  }

  /** Creates or moves a tag. An annotated tag is a separate git object. @param sha Default: the head of the default branch. */
  tag(name: string, sha = this.#get('HEAD').sha, { annotated = false }: { readonly annotated?: boolean } = {}): void {
    const { sha: target } = this.#get(sha);
    const tag = createTag(name, target, ada, this.#toEpochSeconds());
    if (annotated) this.store.tags.set(tag.sha, tag);
    this.refs.set(`refs/tags/${name}`, annotated ? tag.sha : target);
  }

  /** Moves a branch to any commit. */
  forcePush(branch: string, sha: string): void {
    this.branch(branch, sha);
  }

  /** Removes a branch (`heads/x`) or a tag (`tags/x`). */
  deleteRef(name: string): void {
    this.refs.delete(`refs/${name}`);
  }

  /** Marks the repository as archived. */
  archive(): void {
    this.archived = true;
  }

  /** Deletes the repository. */
  remove(): void {
    this.removed = true;
  }

  /** Finds a commit by `HEAD`, a branch, a tag, or a full or short sha. */
  find(name: string): Commit | undefined {
    return resolveCommit(this.store, this.refs, this.defaultBranch, name);
  }

  #get(name: string): Commit {
    const commit = this.find(name);
    if (commit === undefined) throw new Error(`${this.fullName} has no commit ${name}`);
    return commit;
  }

  #toEpochSeconds(date?: Date): number {
    return Math.floor((date?.getTime() ?? this.#now()) / 1000);
  }
}
