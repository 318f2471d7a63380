import type { CachedPrompt } from '../cache/cached-prompt.ts';
import { Source } from '../cache/source.ts';
import type { Collection } from '../collections/collection.ts';
import type { Announcement } from './announcements.ts';

/** Any prompt of a source; undefined when the last was taken out. */
export function firstOf({ prompts }: Source): CachedPrompt | undefined {
  const [first] = prompts;
  return first;
}

/** Changes exactly when what was told does; undefined before that. */
export function stateOf(asked: Source | Collection): string | undefined {
  if (asked instanceof Source) return firstOf(asked)?.slot.prompt?.version;
  return asked.listing && JSON.stringify(asked.listing.map(({ name, version }) => [name, version]));
}

/** What others are told of it. @param key Its lasting key. */
export function announcementOf(asked: Source | Collection, key: string): Announcement {
  if (!(asked instanceof Source)) return { key, name: asked.name };
  return { key, name: firstOf(asked)?.name ?? '', version: stateOf(asked) };
}
