import type { Catalogue } from '../../cache/catalogue.ts';
import type { Lister } from '../../cache/collections/lister.ts';
import type { CacheContext } from '../../cache/context.ts';
import { applyStaleText, restoreListing } from '../apply-record.ts';
import type { KnownKeys } from '../records/known-keys.ts';
import type { SourceRecord } from '../records/record.ts';
import type { RecordKeys } from '../records/record-keys.ts';
import type { Sealer } from '../records/sealer.ts';

/** What a snapshot is restored with. */
interface Restoring {
  readonly sealer: Sealer;
  readonly keys: KnownKeys;
  readonly recordKeys: RecordKeys;
  /** Whether records are sure to come from a process that has the `integrityKey`. */
  readonly isAuthenticated: boolean;
  readonly catalogue: Catalogue;
  readonly lister: Lister;
  readonly context: CacheContext;
}

/**
 * Fills memory with the texts of a snapshot, as stale, so that an app has something to serve before it has called any source.
 * @param sealedByKey Sealed records by record key. Damaged ones are ignored and logged.
 */
export async function restoreSnapshot(
  sealedByKey: ReadonlyMap<string, string>,
  { sealer, keys, recordKeys, isAuthenticated, catalogue, lister, context }: Restoring,
): Promise<void> {
  if (!(await keys.create(catalogue.fetchables))) return;
  const reasons: string[] = [];

  /** Applies the record of a key, if there is one. @returns The result of `apply`; undefined if the record is not usable. */
  async function restoreRecord<Result>(key: string, apply: (record: SourceRecord) => Promise<Result>) {
    const sealed = sealedByKey.get(key);
    if (sealed === undefined) return undefined;
    try {
      return await apply(await sealer.open(sealed, key));
    } catch (error) {
      reasons.push((error as Error).message);
      return undefined;
    }
  }

  const sources = [...catalogue.sources.values()].map((source) =>
    restoreRecord(keys.of(source), async (record) => {
      if ('template' in record) await applyStaleText(source, record, context);
    }),
  );
  const findRecords = (keys: readonly string[]) =>
    Promise.all(keys.map((key) => restoreRecord(key, async (record) => record)));
  const collections = catalogue.collections.map((collection) =>
    restoreRecord(keys.of(collection), async (record) => {
      if ('listing' in record)
        await restoreListing(collection, record, { recordKeys, findRecords, isAuthenticated, lister, context });
    }),
  );
  await Promise.all([...sources, ...collections]);
  if (reasons.length > 0) {
    context.logger.warn(
      `@prompts: ignored invalid texts in the snapshot (${reasons.length}). Reason for the first: ${reasons[0]}`,
    );
  }
}
