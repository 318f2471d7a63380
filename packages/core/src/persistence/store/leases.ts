import type { PromptErrorCode } from '../../errors/codes.ts';
import { type Integrity, isEqualTag, tagLength } from '../records/integrity.ts';
import { type Budget, type GuardedStore, storeUnavailable } from './guarded-store.ts';

/** The value in the store while a process fetches from a source, or after its fetch failed. */
interface Lease {
  readonly owner: string;
  /** Epoch ms at which it expires. */
  readonly expiresAt: number;
  /** The time between writing and expiry, by the clock of the process that wrote it. */
  readonly durationMs: number;
  /** Why the owner failed: others need not try before the lease expires. */
  readonly failure?: PromptErrorCode;
}

/** The result of an attempt to acquire leases, by key. */
export interface LeaseResult {
  /** The caller may fetch, and must call `release`. */
  readonly held: readonly string[];
  /** Another process is fetching: when its lease expires, in epoch ms. */
  readonly busy: Map<string, number>;
  /** Another process has just failed. */
  readonly failed: ReadonlyMap<string, Required<Lease>>;
}

export interface LeasesOptions {
  readonly store: GuardedStore;
  /** Authenticates leases as it does stored values. */
  readonly integrity: Integrity;
  toEpochMs(): number;
  /** Distinguishes this process from all others. */
  readonly owner: string;
  /** How long it takes until another process takes over from one that died. */
  readonly durationMs: number;
}

/**
 * How often a process that has written its name reads back which name the store holds. Another process that saw no lease at the
 * same time has written its own name before the last of these readings. A fixed delay would have to be guessed; this one is as
 * long as the store is slow.
 */
const confirmations = 3;

/** The longest lease that is respected. */
const maxDurationMs = 86_400_000;

/** How long the failure of one process may prevent others from trying, at most. */
const maxFailureMs = 60_000;

/**
 * Lets one process of a fleet at a time fetch from a source. A Keyv can't compare and set, so each process writes its name and
 * reads back, several times, which name the store contains. In rare cases, two processes may both believe that they hold the lease.
 */
export class Leases {
  readonly #options: LeasesOptions;

  constructor(options: LeasesOptions) {
    this.#options = options;
  }

  /** @throws `storeUnavailable` */
  async acquire(keys: readonly string[], budget: Budget): Promise<LeaseResult> {
    const { owner, store, durationMs } = this.#options;
    const busy = new Map<string, number>();
    const absent: string[] = [];
    const free: string[] = [];
    const failed = new Map<string, Required<Lease>>();
    for (const { key, lease, value } of await this.#read(keys, budget)) {
      if (value === undefined || value === null) absent.push(key);
      else if (!lease || lease.owner === owner) free.push(key);
      else if (lease.failure) failed.set(key, lease as Required<Lease>);
      else busy.set(key, lease.expiresAt);
    }
    const added =
      absent.length > 0 &&
      (await store.addMany(await this.#createEntries(absent, { owner }, durationMs), budget, durationMs));
    // Leases that the store can't add atomically, and those that replace an expired one.
    let held = added ? free : [...absent, ...free];
    if (held.length > 0) await this.renew(held, budget);
    for (let confirmation = 0; confirmation < confirmations && held.length > 0; confirmation += 1) {
      const leases = await this.#read(held, budget);
      held = [];
      for (const { key, lease } of leases) {
        // A store that keeps nothing must not prevent anybody from fetching.
        if (!lease || lease.owner === owner) held.push(key);
        else busy.set(key, lease.expiresAt);
      }
    }
    for (const [index, key] of absent.entries()) {
      if (!added) break;
      if (added[index]) held.push(key);
      else busy.set(key, Infinity);
    }
    return { held, busy, failed };
  }

  /** Extends leases that this process holds. @throws `storeUnavailable` */
  renew(keys: readonly string[], budget: Budget): Promise<unknown> {
    const { durationMs, owner } = this.#options;
    return this.#write(keys, { owner }, durationMs, budget);
  }

  /** @throws `storeUnavailable` */
  release(keys: readonly string[], budget: Budget): Promise<unknown> {
    return this.#options.store.deleteMany(keys.map(toLeaseKey), budget);
  }

  /** Makes other processes wait before they fetch, because this one failed. @throws `storeUnavailable` */
  fail(key: string, failure: PromptErrorCode, durationMs: number, budget: Budget): Promise<unknown> {
    const { owner } = this.#options;
    return this.#write([key], { owner, failure }, Math.min(durationMs, maxFailureMs), budget);
  }

  async #write(
    keys: readonly string[],
    lease: Pick<Lease, 'owner' | 'failure'>,
    durationMs: number,
    budget: Budget,
  ): Promise<unknown> {
    return this.#options.store.setMany(await this.#createEntries(keys, lease, durationMs), budget, durationMs);
  }

  async #createEntries(
    keys: readonly string[],
    { owner, failure }: Pick<Lease, 'owner' | 'failure'>,
    durationMs: number,
  ): Promise<[string, string][]> {
    const until = this.#options.toEpochMs() + durationMs;
    const text = JSON.stringify({ owner, failed: failure, until, lasts: durationMs });
    return Promise.all(
      keys.map(async (key): Promise<[string, string]> => [toLeaseKey(key), `${await this.#tag(key, text)} ${text}`]),
    );
  }

  async #read(keys: readonly string[], budget: Budget) {
    const values = await this.#options.store.getMany(keys.map(toLeaseKey), budget);
    return Promise.all(
      keys.map(async (key, index) => ({ key, value: values[index], lease: await this.#parse(key, values[index]) })),
    );
  }

  /** The tag covers the key: a lease of one source must not pass for that of another. @throws `storeUnavailable` */
  async #tag(key: string, text: string): Promise<string> {
    try {
      return await this.#options.integrity.computeTag(`lease ${key} ${text}`);
    } catch {
      // Without the integrityKey nothing can be shared.
      throw storeUnavailable;
    }
  }

  /** @returns undefined for a value that is not a lease, or has expired. */
  async #parse(key: string, value: unknown): Promise<Lease | undefined> {
    try {
      const [tag, text] = [String(value).slice(0, tagLength), String(value).slice(tagLength + 1)];
      if (!isEqualTag(tag, await this.#tag(key, text))) return undefined;
      const { owner, until, lasts, failed } = JSON.parse(text);
      const remainingMs = until - this.#options.toEpochMs();
      // A wall clock that is ahead must not block others for as long as it is ahead.
      const maxMs = failed === undefined ? maxDurationMs : maxFailureMs;
      const isPlausible = remainingMs > 0 && remainingMs <= 2 * lasts && lasts <= maxMs;
      if (typeof owner !== 'string' || !isPlausible) return undefined;
      const failure = typeof failed === 'string' && { failure: failed as PromptErrorCode };
      return { owner, expiresAt: until, durationMs: lasts, ...failure };
    } catch {
      return undefined;
    }
  }
}

function toLeaseKey(key: string): string {
  return `prompts-lease-${key}`;
}
