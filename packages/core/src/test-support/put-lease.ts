import { createIntegrity } from '../persistence/records/integrity.ts';
import type { MapStore } from './map-store.ts';

/**
 * Writes a lease for a record in a store, as a process with this `integrityKey` would.
 * @param isMeant Tells by its value whether it is for this record. Default: the first one.
 */
export async function putLease(
  store: MapStore,
  lease: object,
  integrityKey?: string,
  isMeant: (value: unknown) => boolean = () => true,
): Promise<void> {
  const [record] = [...store.values].find(([name, value]) => !name.includes('lease') && isMeant(value)) ?? [];
  if (!record) throw new Error('nothing was stored');
  const key = record.replace('prompts-', '');
  const text = JSON.stringify(lease);
  const tag = await createIntegrity(integrityKey).computeTag(`lease ${key} ${text}`);
  store.values.set(`prompts-lease-${key}`, `${tag} ${text}`);
}
