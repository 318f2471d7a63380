import type { ParsedEntry } from '../config/parsed-entry.ts';
import { sha256 } from '../identity/sha256.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';

/** @returns what makes the configured text into a prompt of any name: ready beforehand, so that reads needn't wait. */
export async function fallbackOf(
  { provider, fallback: content, metadata, syntax }: ParsedEntry,
  context: CacheContext,
): Promise<(name: string) => Prompt | undefined> {
  if (content === undefined) return () => undefined;
  const hash = await sha256(content);
  const fetchedAt = context.epochOf();
  return (name) =>
    createPrompt({ content, hash, version: hash, name, provider, metadata, fetchedAt, state: 'fallback', syntax });
}
