import type { Collection, MemberLoads, Source } from '../cache/model.ts';
import { isSameTemplate } from '../cache/prompt-metadata.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import type { Announcements } from './bus/announcements.ts';
import { createAnnouncement } from './bus/create-announcement.ts';
import { createRecord } from './records/create-record.ts';
import type { KnownKeys } from './records/known-keys.ts';
import type { SourceRecord } from './records/record.ts';
import { revisionOf } from './revision.ts';
import type { SnapshotWriter } from './snapshot/snapshot-writer.ts';
import type { StoredRecords } from './store/stored-records.ts';

type Fetchable = Source | Collection;

/** The state of a fetchable before it was loaded: it tells afterwards whether the result is new, and new to others. */
export interface StateBefore {
  readonly revision: string | undefined;
  /** Whether another process had announced a change. */
  readonly wasAnnounced: boolean;
  readonly fetchedAt: number;
}

interface KeeperParts {
  readonly keys: KnownKeys;
  readonly snapshot: SnapshotWriter | undefined;
  readonly records: StoredRecords | undefined;
  readonly announcements: Announcements | undefined;
}

/** Writes what sources have returned to the snapshot and the store, and announces what is new. */
export class Keeper {
  readonly #parts: KeeperParts;
  /** The last text of each source that was written. */
  readonly #written = new WeakMap<Fetchable, PromptTemplate>();

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  /** Keeps what sources have just returned. */
  async keep(batch: readonly Fetchable[], before: ReadonlyMap<Fetchable, StateBefore>): Promise<void> {
    const { keys, announcements } = this.#parts;
    // Of several prompts of a source, some may have rejected what it returned.
    const loaded = batch.filter((each) => !each.error || each.fetchedAt !== before.get(each)?.fetchedAt);
    const changed = loaded.filter((fetchable) => revisionOf(fetchable) !== before.get(fetchable)?.revision);
    await this.#write(loaded, changed.length > 0);
    // A change that another process announced is never announced again: there are no loops.
    const own = changed.filter((fetchable) => {
      const { wasAnnounced = false, revision } = before.get(fetchable) ?? {};
      return !wasAnnounced && revision !== undefined;
    });
    announcements?.publish(own.map((fetchable) => createAnnouncement(fetchable, keys.of(fetchable))));
  }

  /** Keeps the texts that came with a listing. @param known What was known of each source before. */
  async keepListed(
    { prompts }: Collection,
    loads: MemberLoads,
    known: ReadonlyMap<Source, PromptTemplate | undefined>,
  ): Promise<void> {
    await Promise.all(loads);
    // By then, another listing may have confirmed them.
    const listed = Array.from(prompts, ({ source }) => source).filter(
      (source) => this.#written.get(source) !== source.template && !isSameTemplate(known.get(source), source.template),
    );
    if (listed.length > 0 && (await this.#parts.keys.create(listed))) await this.#write(listed, true);
  }

  /** Keeps what came from the store: after a restart, that may be gone. */
  putInSnapshot(fetchables: readonly Fetchable[], hasChanges: boolean): void {
    this.#parts.snapshot?.put(this.#createRecords(fetchables), hasChanges);
  }

  async #write(fetchables: readonly Fetchable[], hasChanges: boolean): Promise<void> {
    const records = this.#createRecords(fetchables);
    this.#parts.snapshot?.put(records, hasChanges);
    await this.#parts.records?.putMany(records);
  }

  #createRecords(fetchables: readonly Fetchable[]): SourceRecord[] {
    return fetchables.flatMap((fetchable) => {
      const record = createRecord(fetchable, this.#parts.keys.of(fetchable));
      if (record && 'template' in record) this.#written.set(fetchable, record.template);
      return record ?? [];
    });
  }
}
