import type { PromptErrorCode } from '../errors/codes.ts';
import type { Budget, GuardedStore } from './guarded-store.ts';

/** What stands in the store while a process asks a source, or after it failed to. */
interface Lease {
  readonly owner: string;
  /** Epoch ms. */
  readonly until: number;
  /** Milliseconds from its writing until then, by the clock of who wrote it. */
  readonly lasts: number;
  /** Why the owner failed: others need not try before the time is over. */
  readonly failed?: PromptErrorCode;
}

type Terms = Omit<Lease, 'until' | 'lasts'>;

/** Sources by what their leases say. */
export interface LeaseAnswer {
  /** The caller may ask, and owes `release`. */
  readonly held: readonly string[];
  /** Somebody else is asking: until when its lease runs, in epoch ms. */
  readonly busy: ReadonlyMap<string, number>;
  /** Somebody else has just failed. */
  readonly failed: ReadonlyMap<string, Required<Lease>>;
}

export interface LeaseOptions {
  readonly store: GuardedStore;
  epochOf(): number;
  /** Tells this process from all others. */
  readonly owner: string;
  /** Milliseconds after which one whose holder died is free again. */
  readonly duration: number;
}

/**
 * How often a process that has written its name reads whose name stands there: who saw no name at the same time has written
 * its own before the last of them. A time would have to be guessed; so it is as long as the store is slow.
 */
const readings = 3;

/**
 * Lets one process of a fleet ask a source at a time. A Keyv can't compare and set, so each writes its name and reads, for
 * a while, whose name stands there: two that pass each other are possible, and rare.
 */
export class Leases {
  readonly #options: LeaseOptions;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** @throws `noStore` */
  async acquire(keys: readonly string[], budget: Budget): Promise<LeaseAnswer> {
    const { owner, store, duration } = this.#options;
    const busy = new Map<string, number>();
    const absent: string[] = [];
    const free: string[] = [];
    const failed = new Map<string, Required<Lease>>();
    for (const { key, lease, value } of await this.#read(keys, budget)) {
      if (value === undefined || value === null) absent.push(key);
      else if (!lease || lease.owner === owner) free.push(key);
      else if (lease.failed) failed.set(key, lease as Required<Lease>);
      else busy.set(key, lease.until);
    }
    const added =
      absent.length > 0 && (await store.addMany(this.#entries(absent, { owner }, duration), budget, duration));
    // Where the store can't add, and what stands there is to be replaced.
    let held = added ? free : [...absent, ...free];
    if (held.length > 0) await this.renew(held, budget);
    for (let reading = 0; reading < readings && held.length > 0; reading += 1) {
      const leases = await this.#read(held, budget);
      held = [];
      for (const { key, lease } of leases) {
        // A store that keeps nothing keeps nobody from asking.
        if (!lease || lease.owner === owner) held.push(key);
        else busy.set(key, lease.until);
      }
    }
    for (const [index, key] of absent.entries()) {
      if (!added) break;
      if (added[index]) held.push(key);
      else busy.set(key, Infinity);
    }
    return { held, busy, failed };
  }

  /** Says that the holder still lives. @throws `noStore` */
  renew(keys: readonly string[], budget: Budget): Promise<unknown> {
    const { duration, owner } = this.#options;
    return this.#write(keys, { owner }, duration, budget);
  }

  /** @throws `noStore` */
  release(keys: readonly string[], budget: Budget): Promise<unknown> {
    return this.#options.store.deleteMany(keys.map(leaseKey), budget);
  }

  /** Tells the others that there is no use in asking for so many milliseconds. @throws `noStore` */
  fail(key: string, code: PromptErrorCode, duration: number, budget: Budget): Promise<unknown> {
    return this.#write([key], { owner: this.#options.owner, failed: code }, duration, budget);
  }

  #write(keys: readonly string[], lease: Terms, duration: number, budget: Budget): Promise<unknown> {
    return this.#options.store.setMany(this.#entries(keys, lease, duration), budget, duration);
  }

  #entries(keys: readonly string[], lease: Terms, duration: number): [string, string][] {
    const text = JSON.stringify({ ...lease, until: this.#options.epochOf() + duration, lasts: duration });
    return keys.map((key) => [leaseKey(key), text]);
  }

  async #read(keys: readonly string[], budget: Budget) {
    const values = await this.#options.store.getMany(keys.map(leaseKey), budget);
    return keys.map((key, index) => ({ key, value: values[index], lease: this.#parse(values[index]) }));
  }

  /** What is no lease of ours, or is over, counts as none. */
  #parse(value: unknown): Lease | undefined {
    try {
      const { owner, until, lasts, failed } = JSON.parse(String(value));
      const left = until - this.#options.epochOf();
      // A wall clock that is ahead must not hold others up for as long as it is.
      if (typeof owner !== 'string' || !(left > 0 && left <= 2 * lasts && lasts <= longest)) return undefined;
      return { owner, until, lasts, ...(typeof failed === 'string' && { failed: failed as PromptErrorCode }) };
    } catch {
      return undefined;
    }
  }
}

/** Milliseconds that nobody leases for: the longest back-off, or a `Retry-After` of a day. */
const longest = 86_400_000;

function leaseKey(key: string): string {
  return `prompts-lease-${key}`;
}
