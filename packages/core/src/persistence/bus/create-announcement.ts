import { type Collection, Source } from '../../cache/model.ts';
import { firstPrompt, revisionOf } from '../revision.ts';
import type { Announcement } from './announcements.ts';

/** Creates the announcement of what a source returned last. */
export function createAnnouncement(fetchable: Source | Collection, key: string): Announcement {
  if (!(fetchable instanceof Source)) return { key, name: fetchable.name };
  return { key, name: firstPrompt(fetchable)?.name ?? '', version: revisionOf(fetchable) };
}
