import type { ParsedEntry } from '../config/parsed-entry.ts';
import { sha256 } from '../identity/sha256.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';

/**
 * Prepares the fallback of an entry, so that reads need not wait for it.
 * @returns A function that creates the fallback prompt under any name; it returns undefined if the entry has none.
 */
export async function createFallback(
  { provider, fallback: content, metadata, syntax }: ParsedEntry,
  context: CacheContext,
): Promise<(name: string) => Prompt | undefined> {
  if (content === undefined) return () => undefined;
  const hash = await sha256(content);
  const fetchedAt = context.toEpochMs();
  return (name) =>
    createPrompt({ content, hash, version: hash, name, provider, metadata, fetchedAt, state: 'fallback', syntax });
}
