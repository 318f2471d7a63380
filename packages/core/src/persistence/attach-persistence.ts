import type { Persistence } from '../cache/persistence.ts';
import type { PersistenceParts } from '../platform.ts';
import { PersistenceStack } from './persistence-stack.ts';
import { createIntegrity } from './records/integrity.ts';
import { KnownKeys } from './records/known-keys.ts';
import { RecordKeys } from './records/record-keys.ts';
import { createSealer } from './records/sealer.ts';
import { restoreSnapshot } from './snapshot/restore-snapshot.ts';
import type { SnapshotFile } from './snapshot/snapshot-file.ts';

/** Restores what the snapshot holds, and creates what keeps and shares everything loaded from now on. */
export async function attachPersistence(
  { options, catalogue, context, lister }: PersistenceParts,
  snapshotFile?: SnapshotFile,
): Promise<Persistence> {
  const { cache = {} } = options;
  const integrity = createIntegrity(cache.integrityKey, context.clock);
  const sealer = createSealer(integrity);
  const recordKeys = new RecordKeys(integrity, cache.namespace);
  const keys = new KnownKeys(recordKeys, context.logger);
  const isAuthenticated = cache.integrityKey !== undefined;
  if (snapshotFile) {
    try {
      const restoring = { sealer, keys, recordKeys, isAuthenticated, catalogue, lister, context };
      await restoreSnapshot(await snapshotFile.read(), restoring);
    } catch (error) {
      context.logger.warn(`@prompts: the snapshot can't be read: ${(error as Error).message}`);
    }
  }
  return new PersistenceStack({ cache, integrity, sealer, keys, recordKeys, snapshotFile, context, lister, catalogue });
}
