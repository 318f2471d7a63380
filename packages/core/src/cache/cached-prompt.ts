import type { Collection } from '../collections/collection.ts';
import type { ParsedEntry } from '../config/parsed-entry.ts';
import type { Prompt } from '../template/prompt.ts';
import type { Slot } from './slot.ts';
import type { Source } from './source.ts';

/** One name that can be read: what its entry says, where its text comes from and what memory holds of it. */
export interface CachedPrompt {
  readonly name: string;
  readonly entry: ParsedEntry;
  readonly source: Source;
  readonly slot: Slot;
  readonly fallback: Prompt | undefined;
  /** Set for a member whose freshness its collection's listing decides. */
  readonly collection?: Collection;
}
