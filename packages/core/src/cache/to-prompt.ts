import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { HookEntry, OtherPrompts, PromptHook } from '../hooks/hook.ts';
import { sha256 } from '../identity/sha256.ts';
import { normaliseTemplate } from '../normalise/normalise.ts';
import type { PromptTemplate } from '../provider/prompt-template.ts';
import { checkTags } from '../template/check-tags.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';
import type { Read } from './derive/read.ts';
import { interrupted } from './interrupted.ts';
import type { CachedPrompt } from './model.ts';
import { knownFacts, mergeMetadata } from './prompt-metadata.ts';
import { withCallTimeout } from './with-load-timeout.ts';

/** The inputs of a prompt besides its template. */
interface Making {
  /** Epoch ms at which the source returned the template. */
  readonly fetchedAt: number;
  /** Creates what a `loaded` hook reads other prompts with. */
  readForHooks(): OtherPrompts;
  /** What hooks have read so far. */
  readonly reads: readonly Read[];
}

/**
 * Creates a prompt from a template, which is normalised, passed through `hooks.loaded` and compiled.
 * @throws PromptError or whatever a hook throws; the last good prompt then stays.
 */
export async function toPrompt(
  template: PromptTemplate,
  { name, entry, source, slot, hooks, isFallback }: CachedPrompt,
  { fetchedAt, readForHooks, reads }: Making,
  context: CacheContext,
): Promise<Prompt> {
  const { provider, metadata, syntax, variablesSchema, strict, limits } = entry;
  const { logger } = context;
  const hookEntry = { name, provider, syntax, metadata, strict, maxBytes: limits.maxBytes, logger };
  const normalised = await normaliseTemplate(template, entry);
  let hooked: PromptTemplate = normalised;
  for (const hook of hooks) {
    if (!hook.loaded) continue;
    hooked = (await callLoaded(hook, hooked, hookEntry, readForHooks(), context)) ?? hooked;
  }
  // The text of a hook is checked like any other. Its front matter is separated already.
  const checked =
    hooked === normalised ? normalised : await normaliseTemplate(hooked, { ...entry, frontMatter: false });
  checkTags(checked.content, { ...entry, name, written: template.content, owner: slot, logger });
  const hash = await sha256(checked.content);
  const versioned = { ...checked, hash, version: checked.version ?? hash };
  return createPrompt({
    ...versioned,
    name,
    provider,
    metadata: mergeMetadata(versioned, metadata, knownFacts(source, template)),
    fetchedAt,
    state: isFallback || reads.some((read) => read.isFallback) ? 'fallback' : 'fresh',
    syntax,
    variablesSchema,
  });
}

/** Calls `loaded` of a hook, within the time limit of a load. @throws what the hook throws, naming the hook. */
async function callLoaded(
  hook: PromptHook,
  template: PromptTemplate,
  entry: HookEntry,
  others: OtherPrompts,
  context: CacheContext,
) {
  try {
    return await withCallTimeout({}, context, async () => hook.loaded?.(template, entry, others));
  } catch (thrown) {
    if (thrown === interrupted) throw thrown;
    const { code, message, ...options } = fromThrown(thrown, entry.provider, {});
    throw new PromptError(code, `hook '${hook.name}': ${message}`, options);
  }
}
