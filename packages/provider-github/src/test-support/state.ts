import { randomBytes } from 'node:crypto';
import { Accounts } from './accounts/accounts.ts';
import { FakeRepository, type RepositoryOptions } from './fake-repository.ts';

/** A secondary limit that somebody ran into. */
export interface SecondaryLimit {
  /** Whom it meets; left out: everybody. */
  readonly token?: string;
  readonly status: 403 | 429;
  /** In seconds; left out: no such header. */
  readonly retryAfter?: number;
  /** In ms since 1970. */
  readonly until: number;
}

/** All the fake knows. */
export class State {
  readonly accounts: Accounts;
  readonly now: () => number;
  /** Entries a recursive tree has at most. */
  readonly treeLimit: number;
  secondaryLimits: SecondaryLimit[] = [];
  archiveOrigin = '';
  readonly #repositories = new Map<number, FakeRepository>();
  /** Lower-case full names, old ones of renamed repositories too. */
  readonly #names = new Map<string, FakeRepository>();
  readonly #archiveTokens = new Map<string, FakeRepository>();

  /** @param now in ms since 1970. */
  constructor(now: () => number, treeLimit: number) {
    this.now = now;
    this.treeLimit = treeLimit;
    this.accounts = new Accounts(now);
  }

  addRepository(fullName: string, options: RepositoryOptions): FakeRepository {
    const repository = new FakeRepository(1_296_269 + this.#repositories.size, fullName, this.now, options);
    this.#repositories.set(repository.id, repository);
    this.#names.set(fullName.toLowerCase(), repository);
    return repository;
  }

  rename(repository: FakeRepository, fullName: string): void {
    repository.fullName = fullName;
    this.#names.set(fullName.toLowerCase(), repository);
  }

  /** By a name it has or had, in any case. */
  byName(fullName: string): FakeRepository | undefined {
    const repository = this.#names.get(fullName.toLowerCase());
    return repository?.removed ? undefined : repository;
  }

  byId(id: number): FakeRepository | undefined {
    const repository = this.#repositories.get(id);
    return repository?.removed ? undefined : repository;
  }

  secondaryLimit(token: string): SecondaryLimit | undefined {
    return this.secondaryLimits.find((limit) => limit.until > this.now() && (limit.token ?? token) === token);
  }

  /** A token for one download from the archive host. */
  archiveToken(repository: FakeRepository): string {
    const token = randomBytes(14).toString('hex').toUpperCase();
    this.#archiveTokens.set(token, repository);
    return token;
  }

  /** Whether a token opens this repository's archive; it does so once. */
  useArchiveToken(token: string, repository: FakeRepository): boolean {
    if (this.#archiveTokens.get(token) !== repository) return false;
    return this.#archiveTokens.delete(token);
  }
}
