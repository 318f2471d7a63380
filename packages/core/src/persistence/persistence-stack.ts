import type { Catalogue } from '../cache/catalogue.ts';
import type { Lister } from '../cache/collections/lister.ts';
import type { CacheContext } from '../cache/context.ts';
import { loadBatch } from '../cache/load-batch.ts';
import { type Collection, type MemberLoads, Source } from '../cache/model.ts';
import type { Persistence } from '../cache/persistence.ts';
import { settleWithError } from '../cache/settle.ts';
import type { TierOptions } from '../config/tier-options.ts';
import type { PromptsStatus, TierStatus } from '../status.ts';
import { applyListingRecord, applyTextRecord, restoreListing } from './apply-record.ts';
import { Announcements } from './bus/announcements.ts';
import { Follower } from './bus/follower.ts';
import { Keeper, type StateBefore } from './keeper.ts';
import { createIntegrity, type Integrity } from './records/integrity.ts';
import type { KnownKeys } from './records/known-keys.ts';
import type { RecordKeys } from './records/record-keys.ts';
import { createSealer, type Sealer } from './records/sealer.ts';
import { firstPrompt, revisionOf } from './revision.ts';
import type { SnapshotFile } from './snapshot/snapshot-file.ts';
import { SnapshotWriter } from './snapshot/snapshot-writer.ts';
import { GuardedStore } from './store/guarded-store.ts';
import { type LoadRequest, SharedLoader } from './store/shared-loader.ts';
import { StoredRecords } from './store/stored-records.ts';

type Fetchable = Source | Collection;

export interface PersistenceStackOptions {
  readonly cache: TierOptions;
  /** Authenticates messages, which no reader waits for. */
  readonly integrity: Integrity;
  /** Seals the records of the snapshot. */
  readonly sealer: Sealer;
  /** Those of everything that was restored are known already. */
  readonly keys: KnownKeys;
  readonly recordKeys: RecordKeys;
  readonly context: CacheContext;
  readonly lister: Lister;
  readonly snapshotFile: SnapshotFile | undefined;
  readonly catalogue: Catalogue;
}

/** The layer between the memory of this process and the sources: a snapshot on disk, a store, and a bus to other processes. */
export class PersistenceStack implements Persistence {
  readonly #context: CacheContext;
  readonly #lister: Lister;
  /** Whether values in the store are sure to come from a process that has the key. */
  readonly #isAuthenticated: boolean;
  readonly #snapshot: SnapshotWriter | undefined;
  readonly #store: GuardedStore | undefined;
  readonly #records: StoredRecords | undefined;
  readonly #sharedLoader: SharedLoader | undefined;
  readonly #announcements: Announcements | undefined;
  readonly #recordKeys: RecordKeys;
  readonly #keys: KnownKeys;
  readonly #keeper: Keeper;
  readonly #follower: Follower;
  /** The fetches started by `refresh()` whose results are not kept yet. */
  readonly #refreshes = new Set<Promise<void>>();
  /** All loads in flight, including their calls of the store. */
  readonly #loads = new Set<Promise<void>>();

  constructor(options: PersistenceStackOptions) {
    const { cache, integrity, sealer, keys, recordKeys, context, lister, snapshotFile, catalogue } = options;
    const { bus, store, storeTimeout = 0.25, lease = 10 } = cache;
    const owner = crypto.randomUUID();
    this.#context = context;
    this.#recordKeys = recordKeys;
    this.#keys = keys;
    this.#isAuthenticated = cache.integrityKey !== undefined;
    this.#lister = lister;
    this.#snapshot = snapshotFile && new SnapshotWriter(snapshotFile, sealer, context);
    if (store) {
      this.#store = new GuardedStore(store, context, storeTimeout * 1000);
      // A load waits for the key no longer than for the store.
      const storeIntegrity = createIntegrity(cache.integrityKey, context.clock, storeTimeout * 1000);
      this.#records = new StoredRecords(this.#store, createSealer(storeIntegrity), context);
      const parts = {
        store: this.#store,
        records: this.#records,
        integrity: storeIntegrity,
        owner,
        isArriving: (fetchable: Fetchable) => fetchable instanceof Source && context.publisher.isArriving(fetchable),
        keyOf: this.#keys.of,
      };
      this.#sharedLoader = new SharedLoader({ ...context, ...parts, leaseMs: lease * 1000 });
    }
    this.#follower = new Follower(catalogue, context, this.#keys);
    this.#announcements =
      bus &&
      new Announcements({
        ...context,
        bus,
        integrity,
        owner,
        onRestored: () => this.#follower.checkAll(),
        onAnnouncements: (announcements) => this.#follower.follow(announcements),
      });
    this.#keeper = new Keeper({
      keys: this.#keys,
      snapshot: this.#snapshot,
      records: this.#records,
      announcements: this.#announcements,
    });
  }

  loadTexts(sources: readonly Source[]): Promise<void> | undefined {
    // Texts in the configuration or in the app's own files are closer than any of this.
    if (!sources.some((source) => firstPrompt(source)?.entry.hasProvider)) return undefined;
    return this.#load({
      fetchables: sources,
      fetch: async ([first, ...others]) => first && loadBatch([first, ...others], this.#context),
      apply: async (source, record) =>
        'template' in record ? applyTextRecord(source, record, this.#context) : { isEnough: false },
      fail: (source, error) => settleWithError(source, error, this.#context, true),
    });
  }

  async loadListing(collection: Collection): Promise<MemberLoads> {
    let loads: MemberLoads = [];
    const known = new Map(Array.from(collection.prompts, ({ source }) => [source, source.template]));
    await this.#load({
      fetchables: [collection],
      fetch: async () => {
        loads = await this.#lister.fetchListing(collection);
      },
      apply: async (_, record) => {
        if (!('listing' in record)) return { isEnough: false };
        const applyNew = () =>
          applyListingRecord(collection, record, this.#isAuthenticated, this.#lister, this.#context);
        // Without a key, it is nothing to call the source with. It has texts to serve until the source has responded.
        const applied = collection.listing || this.#isAuthenticated ? await applyNew() : undefined;
        if (applied) loads = applied;
        else if (this.#records && !collection.listing) {
          await restoreListing(collection, record, {
            recordKeys: this.#recordKeys,
            findRecords: this.#records.getMany,
            isAuthenticated: this.#isAuthenticated,
            lister: this.#lister,
            context: this.#context,
          });
          const restored = Array.from(collection.prompts, ({ source }) => source);
          if (await this.#keys.create(restored)) this.#keeper.putInSnapshot(restored, true);
        }
        return { isEnough: applied !== undefined };
      },
      fail: (_, error) => settleWithError(collection, error, this.#context, true),
    });
    return collection.error ? loads : [...loads, this.#track(this.#keeper.keepListed(collection, loads, known))];
  }

  status(): Pick<PromptsStatus, 'store' | 'bus' | 'snapshot'> {
    const tiers = { store: this.#store, bus: this.#announcements, snapshot: this.#snapshot };
    return Object.fromEntries(
      Object.entries(tiers).map(([name, tier]) => [name, tier && this.#tierStatus(tier.failingSince)]),
    );
  }

  async flush(): Promise<void> {
    await Promise.all(this.#refreshes);
    await this.#snapshot?.flush();
  }

  async close(): Promise<void> {
    // Every load ends when the app closes. A store that is used after that would connect again and stay connected.
    await Promise.allSettled(this.#loads);
    await this.flush();
    this.#store?.close();
    await this.#announcements?.close();
  }

  #tierStatus(failingSince: number | undefined): TierStatus {
    if (failingSince === undefined) return { state: 'ok' };
    return { state: 'failing', failingSince: this.#context.toEpochMs(failingSince) };
  }

  #load<Kind extends Fetchable>(request: LoadRequest<Kind>): Promise<void> {
    return this.#track(this.#loadAndKeep(request));
  }

  /** Lets `close()` wait for a load. */
  async #track(load: Promise<void>): Promise<void> {
    this.#loads.add(load);
    await load.finally(() => this.#loads.delete(load));
  }

  /** Loads, keeps the results, and announces those that are new. */
  async #loadAndKeep<Kind extends Fetchable>(request: LoadRequest<Kind>): Promise<void> {
    const { fetchables } = request;
    if (!(await this.#keys.create(fetchables))) return request.fetch(fetchables);
    const before = new Map<Fetchable, StateBefore>(
      fetchables.map((fetchable) => [
        fetchable,
        {
          revision: revisionOf(fetchable),
          wasAnnounced: this.#follower.takeAnnounced(fetchable),
          fetchedAt: fetchable.fetchedAt,
        },
      ]),
    );
    const keeping: LoadRequest<Kind> = {
      ...request,
      fetch: async (batch) => {
        await request.fetch(batch);
        await this.#keeper.keep(batch, before);
      },
      apply: async (fetchable, record) => {
        const { isEnough, published } = await request.apply(fetchable, record);
        const keep = () => {
          const hasChanged = revisionOf(fetchable) !== before.get(fetchable)?.revision;
          // Even a text that is stale already: after a restart, the store may be gone.
          if (hasChanged || isEnough) this.#keeper.putInSnapshot([fetchable], hasChanged);
        };
        if (!published) keep();
        return { isEnough, published: published?.then(keep) };
      },
    };
    const direct = this.#sharedLoader ? fetchables.filter(({ bypassesStore }) => bypassesStore) : fetchables;
    const shared = this.#sharedLoader ? fetchables.filter(({ bypassesStore }) => !bypassesStore) : [];
    await Promise.all([
      direct.length > 0 && this.#fetchDirectly(direct, keeping),
      this.#sharedLoader?.load({ ...keeping, fetchables: shared }),
    ]);
  }

  async #fetchDirectly<Kind extends Fetchable>(direct: readonly Kind[], { fetch }: LoadRequest<Kind>): Promise<void> {
    const fetching = fetch(direct);
    const isRefresh = direct.some(({ bypassesStore }) => bypassesStore);
    if (isRefresh) this.#refreshes.add(fetching);
    await fetching;
    this.#refreshes.delete(fetching);
  }
}
