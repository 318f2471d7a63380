import { loadBatch } from '../cache/batch.ts';
import type { CacheContext } from '../cache/context.ts';
import { settleFailed } from '../cache/outcomes.ts';
import { Source } from '../cache/source.ts';
import type { Collection } from '../collections/collection.ts';
import type { Lister, MemberLoads } from '../collections/lister.ts';
import type { TierOptions } from '../config/options.ts';
import type { PromptsStatus, TierStatus } from '../status.ts';
import { type Announcement, Announcements } from './announcements.ts';
import { GuardedStore } from './guarded-store.ts';
import { lastingKey } from './lasting-key.ts';
import { recordOf } from './record-of.ts';
import { restoreListing } from './restore.ts';
import { createSealer, type Sealer } from './sealing.ts';
import { type Question, Share } from './share.ts';
import type { SnapshotFile } from './snapshot-file.ts';
import { SnapshotWriter } from './snapshot-writer.ts';
import { announcementOf, firstOf, stateOf } from './state-of.ts';
import { StoredRecords } from './stored-records.ts';
import { takeListing, takeText } from './take-over.ts';

type Asked = Source | Collection;

export interface TiersOptions {
  readonly cache: TierOptions;
  /** Of what stands in the snapshot. */
  readonly sealer: Sealer;
  readonly context: CacheContext;
  readonly lister: Lister;
  readonly snapshotFile: SnapshotFile | undefined;
  /** Everything that can be asked. */
  all(): Iterable<Asked>;
}

/** What lies between the memory of this process and the sources: a snapshot on disk, a store, a bus to other processes. */
export class Tiers {
  readonly #context: CacheContext;
  readonly #lister: Lister;
  /** Whether nobody else can have written what stands in the store. */
  readonly #isAuthenticated: boolean;
  readonly #snapshot: SnapshotWriter | undefined;
  readonly #store: GuardedStore | undefined;
  readonly #records: StoredRecords | undefined;
  readonly #share: Share | undefined;
  readonly #announcements: Announcements | undefined;
  readonly #keys = new WeakMap<Asked, string>();
  /** Of what another process said that there is something new. */
  readonly #hinted = new WeakSet<Asked>();
  /** What was asked for by `refresh()` and is not kept yet. */
  readonly #pulling = new Set<Promise<void>>();
  /** What is being loaded, the store's part in it included. */
  readonly #loading = new Set<Promise<void>>();

  constructor({ cache, sealer, context, lister, snapshotFile, all }: TiersOptions) {
    const { bus, store, storeTimeout = 0.25, lease = 10 } = cache;
    const owner = crypto.randomUUID();
    this.#context = context;
    this.#isAuthenticated = cache.integrityKey !== undefined;
    this.#lister = lister;
    this.#snapshot = snapshotFile && new SnapshotWriter(snapshotFile, sealer, context);
    if (store) {
      this.#store = new GuardedStore(store, context, storeTimeout * 1000);
      // Nobody waits for the key longer than for the store.
      const storeSealer = createSealer(cache.integrityKey, context.clock, storeTimeout * 1000);
      this.#records = new StoredRecords(this.#store, storeSealer, context.logger);
      const parts = { store: this.#store, records: this.#records, owner, lease: lease * 1000, keyOf: this.#keyOf };
      this.#share = new Share({ ...context, ...parts });
    }
    if (bus) {
      const restored = () => {
        for (const asked of all()) if (stateOf(asked) !== undefined) void asked.ask();
      };
      const heard = (announcement: Announcement) => this.#hear(announcement, all());
      this.#announcements = new Announcements({ ...context, bus, owner, heard, restored });
    }
  }

  /** Has texts loaded, by way of what is known already. Resolves, never rejects. @returns undefined where that is not its own. */
  loadTexts(sources: readonly Source[]): Promise<void> | undefined {
    // What stands in the configuration or in the app's own files is nearer than any of this.
    if (!sources.some((source) => firstOf(source)?.entry.isProvided)) return undefined;
    return this.#load({
      asked: sources,
      ask: async ([first, ...others]) => first && loadBatch([first, ...others], this.#context),
      take: async (source, record) => 'template' in record && takeText(source, record, this.#context),
      fail: (source, error) => settleFailed(source, error, this.#context),
    });
  }

  /** The same for a listing. @returns the loads of the members that changed. */
  async loadListing(collection: Collection): Promise<MemberLoads> {
    let loads: MemberLoads = [];
    await this.#load({
      asked: [collection],
      ask: async () => {
        loads = await this.#lister.ask(collection);
      },
      take: async (_, record) => {
        if (!('listing' in record)) return false;
        const taken = await takeListing(collection, record, this.#isAuthenticated, this.#lister, this.#context);
        if (taken) loads = taken;
        else if (this.#records && !collection.listing && this.#isAuthenticated)
          await restoreListing(collection, record, this.#records.getMany, this.#lister, this.#context);
        return Boolean(taken);
      },
      fail: (_, error) => settleFailed(collection, error, this.#context),
    });
    return loads;
  }

  async #load<Kind extends Asked>(question: Question<Kind>): Promise<void> {
    const loading = this.#loadAndKeep(question);
    this.#loading.add(loading);
    await loading.finally(() => this.#loading.delete(loading));
  }

  /** What was told is kept, and announced where it is new. */
  async #loadAndKeep<Kind extends Asked>(question: Question<Kind>): Promise<void> {
    const { asked } = question;
    // Now: by the time the keys are there, the collection's own pull may be over.
    for (const one of asked) one.isPulled ||= isMemberOfPulled(one);
    const isNew = (one: Kind) => !this.#keys.has(one);
    await Promise.all(asked.filter(isNew).map(async (one) => this.#keys.set(one, await lastingKey(one))));
    const before = new Map(asked.map((one) => [one, { state: stateOf(one), isHinted: this.#hinted.delete(one) }]));
    const keeping: Question<Kind> = {
      ...question,
      ask: async (some) => {
        await question.ask(some);
        await this.#keep(some, before);
      },
      take: async (one, record) => {
        const isTaken = await question.take(one, record);
        const told = isTaken && !one.error && recordOf(one, this.#keyOf(one));
        if (told) this.#snapshot?.put([told], stateOf(one) !== before.get(one)?.state);
        return isTaken;
      },
    };
    const own = this.#share ? asked.filter(({ isPulled }) => isPulled) : asked;
    const others = this.#share ? asked.filter(({ isPulled }) => !isPulled) : [];
    await Promise.all([own.length > 0 && this.#pull(own, keeping), this.#share?.load({ ...keeping, asked: others })]);
  }

  async #pull<Kind extends Asked>(own: readonly Kind[], { ask }: Question<Kind>): Promise<void> {
    const asking = ask(own);
    const isPulled = own.some((one) => one.isPulled);
    if (isPulled) this.#pulling.add(asking);
    await asking;
    for (const one of own) one.isPulled = false;
    this.#pulling.delete(asking);
  }

  /** How each of them is doing, where there is one. */
  status(): Pick<PromptsStatus, 'store' | 'bus' | 'snapshot'> {
    const tiers = { store: this.#store, bus: this.#announcements, snapshot: this.#snapshot };
    return Object.fromEntries(
      Object.entries(tiers).map(([name, tier]) => [name, tier && this.#statusOf(tier.failingSince)]),
    );
  }

  #statusOf(failingSince: number | undefined): TierStatus {
    if (failingSince === undefined) return { state: 'ok' };
    return { state: 'failing', failingSince: this.#context.epochOf(failingSince) };
  }

  /** Resolves, never rejects, when snapshot and store hold what was pulled so far. */
  async flush(): Promise<void> {
    await Promise.all(this.#pulling);
    await this.#snapshot?.flush();
  }

  async close(): Promise<void> {
    // All loads come to their end when the app closes. A store that is used afterwards would connect again, for ever.
    await Promise.allSettled(this.#loading);
    await this.flush();
    this.#store?.close();
    await this.#announcements?.close();
  }

  readonly #keyOf = (asked: Asked): string => this.#keys.get(asked) ?? '';

  /** Puts what sources have just said into the snapshot and the store, and tells others what is new. */
  async #keep(some: readonly Asked[], before: ReadonlyMap<Asked, { state: string | undefined; isHinted: boolean }>) {
    const told = some.filter(({ error }) => !error);
    const records = told.flatMap((one) => recordOf(one, this.#keyOf(one)) ?? []);
    const news = told.filter((one) => stateOf(one) !== before.get(one)?.state);
    this.#snapshot?.put(records, news.length > 0);
    await this.#records?.putMany(records);
    // What a message brought is never told again: there are no loops.
    const own = news.filter((one) => !before.get(one)?.isHinted && before.get(one)?.state !== undefined);
    this.#announcements?.publish(own.map((one) => announcementOf(one, this.#keyOf(one))));
  }

  #hear(announcement: Announcement, all: Iterable<Asked>): void {
    for (const asked of all) if (this.#keyOf(asked) === announcement.key) void this.#follow(asked, announcement);
  }

  async #follow(asked: Asked, { version }: Announcement): Promise<void> {
    // What is under way may have been told before the change.
    await asked.running;
    if (asked instanceof Source) {
      if (version !== undefined && stateOf(asked) === version) return;
      asked.isKnownToDiffer = true;
    }
    if (this.#context.closed.aborted) return;
    this.#hinted.add(asked);
    void asked.ask();
  }
}

function isMemberOfPulled(asked: Asked): boolean {
  return asked instanceof Source && [...asked.prompts].some(({ collection }) => collection?.isPulled);
}
