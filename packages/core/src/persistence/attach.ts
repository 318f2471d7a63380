import type { TierParts } from '../platform.ts';
import { restore } from './restore.ts';
import { createSealer } from './sealing.ts';
import type { SnapshotFile } from './snapshot-file.ts';
import { Tiers } from './tiers.ts';

/** Restores what was known before, and has all that is loaded from here on kept and shared. Never rejects. */
export async function attachTiers(
  { options, catalogue, context, lister }: TierParts,
  snapshotFile?: SnapshotFile,
): Promise<void> {
  const { cache = {} } = options;
  const sealer = createSealer(cache.integrityKey, context.clock);
  if (snapshotFile) {
    try {
      await restore(await snapshotFile.read(), sealer, catalogue, lister, context);
    } catch (error) {
      context.logger.warn(`@prompts: the snapshot can't be read: ${(error as Error).message}`);
    }
  }
  const all = () => [...catalogue.sources.values(), ...catalogue.collections];
  context.tiers = new Tiers({ cache, sealer, snapshotFile, context, lister, all });
}
