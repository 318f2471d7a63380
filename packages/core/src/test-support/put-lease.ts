import { createIntegrity } from '../persistence/records/integrity.ts';
import type { MapStore } from './map-store.ts';

/** Writes a lease for the only record in a store, as a process with this `integrityKey` would. */
export async function putLease(store: MapStore, lease: object, integrityKey?: string): Promise<void> {
  const record = [...store.values.keys()].find((key) => !key.includes('lease'));
  if (!record) throw new Error('nothing was stored');
  const key = record.replace('prompts-', '');
  const text = JSON.stringify(lease);
  const tag = await createIntegrity(integrityKey).computeTag(`lease ${key} ${text}`);
  store.values.set(`prompts-lease-${key}`, `${tag} ${text}`);
}
