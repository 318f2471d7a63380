import { randomBytes } from 'node:crypto';
import { Accounts } from './accounts/accounts.ts';
import { FakeRepository, type RepositoryOptions } from './fake-repository.ts';

/** A secondary rate limit in force. */
export interface SecondaryLimit {
  /** The token that it applies to. Default: every caller. */
  readonly token?: string;
  readonly status: 403 | 429;
  /** The value of the `retry-after` header. Default: no such header. */
  readonly retryAfterSeconds?: number;
  /** In epoch milliseconds. */
  readonly untilMs: number;
}

/** The repositories, accounts and limits of the fake. */
export class State {
  readonly accounts: Accounts;
  readonly now: () => number;
  /** A recursive tree with more entries is truncated. */
  readonly maxTreeEntries: number;
  secondaryLimits: SecondaryLimit[] = [];
  archiveOrigin = '';
  readonly #repositories = new Map<number, FakeRepository>();
  /** By lower-case full name, including the old names of renamed repositories. */
  readonly #names = new Map<string, FakeRepository>();
  readonly #archiveTokens = new Map<string, FakeRepository>();

  /** @param now Returns the time in epoch milliseconds. */
  constructor(now: () => number, maxTreeEntries: number) {
    this.now = now;
    this.maxTreeEntries = maxTreeEntries;
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

  /** Finds a repository by its current or an old name, ignoring case. */
  findByName(fullName: string): FakeRepository | undefined {
    const repository = this.#names.get(fullName.toLowerCase());
    return repository?.removed ? undefined : repository;
  }

  findById(id: number): FakeRepository | undefined {
    const repository = this.#repositories.get(id);
    return repository?.removed ? undefined : repository;
  }

  findSecondaryLimit(token: string): SecondaryLimit | undefined {
    return this.secondaryLimits.find((limit) => limit.untilMs > this.now() && (limit.token ?? token) === token);
  }

  /** Creates a token for one download from the archive host. */
  createArchiveToken(repository: FakeRepository): string {
    const token = randomBytes(14).toString('hex').toUpperCase();
    this.#archiveTokens.set(token, repository);
    return token;
  }

  /** Consumes an archive token. @returns Whether it was valid for the repository. */
  consumeArchiveToken(token: string, repository: FakeRepository): boolean {
    if (this.#archiveTokens.get(token) !== repository) return false;
    return this.#archiveTokens.delete(token);
  }
}
