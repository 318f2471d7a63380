import type { Persistence } from '../cache/persistence.ts';
import type { PersistenceParts } from '../platform.ts';
import { PersistenceStack } from './persistence-stack.ts';
import { createSealer } from './records/sealer.ts';
import { restoreSnapshot } from './snapshot/restore-snapshot.ts';
import type { SnapshotFile } from './snapshot/snapshot-file.ts';

/** Restores what the snapshot holds, and creates what keeps and shares everything loaded from now on. */
export async function attachPersistence(
  { options, catalogue, context, lister }: PersistenceParts,
  snapshotFile?: SnapshotFile,
): Promise<Persistence> {
  const { cache = {} } = options;
  const sealer = createSealer(cache.integrityKey, context.clock);
  if (snapshotFile) {
    try {
      await restoreSnapshot(await snapshotFile.read(), sealer, catalogue, lister, context);
    } catch (error) {
      context.logger.warn(`@prompts: the snapshot can't be read: ${(error as Error).message}`);
    }
  }
  return new PersistenceStack({ cache, sealer, snapshotFile, context, lister, catalogue });
}
