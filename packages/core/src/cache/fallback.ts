import type { ParsedEntry } from '../config/parsed-entry.ts';
import { normaliseTemplate } from '../normalise/normalise.ts';
import { compileTemplate } from '../template/compile.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';

/** @returns what makes the configured text into a prompt of any name: ready beforehand, so that reads needn't wait. */
export async function fallbackOf(
  { name: prompt, provider, fallback, metadata, syntax }: ParsedEntry,
  context: CacheContext,
): Promise<(name: string) => Prompt | undefined> {
  if (fallback === undefined) return () => undefined;
  const rules = { prompt, provider, maxBytes: Number.POSITIVE_INFINITY, frontMatter: false, fromSource: false };
  const template = await normaliseTemplate({ content: fallback }, rules);
  const compiled = compileTemplate(fallback, syntax, { prompt, provider });
  const fetchedAt = context.epochNow();
  return (name) => createPrompt({ ...template, name, provider, metadata, fetchedAt, state: 'fallback', compiled });
}
