import type { PromptsStatus } from '../status.ts';
import type { Collection, MemberLoads, Source } from './model.ts';

/** What the cache needs of whatever keeps and shares texts beyond memory. `persistence/` implements it. */
export interface Persistence {
  /**
   * Loads texts, from the store if it has them. Resolves, never rejects, when every source has its result.
   * @returns undefined for texts that are not kept: the caller loads them itself.
   */
  loadTexts(sources: readonly Source[]): Promise<void> | undefined;
  /** Loads a listing in the same way. @returns The loads of the members that changed. */
  loadListing(collection: Collection): Promise<MemberLoads>;
  status(): Pick<PromptsStatus, 'store' | 'bus' | 'snapshot'>;
  /** Resolves, never rejects, when snapshot and store hold everything that `refresh` has fetched so far. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
