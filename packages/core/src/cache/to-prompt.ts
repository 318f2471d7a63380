import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { HookEntry, PromptHook } from '../hooks/hook.ts';
import { sha256 } from '../identity/sha256.ts';
import { normaliseTemplate } from '../normalise/normalise.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import { factsOf, ownMetadata } from './describe.ts';
import { withinLoadTimeout } from './load-timeout.ts';

/**
 * Makes the prompt that a template gives: normalised, passed through `hooks.loaded`, compiled.
 * @throws PromptError or whatever a hook threw; then the last good prompt stays.
 */
export async function toPrompt(
  template: PromptTemplate,
  { name, entry, source }: CachedPrompt,
  context: CacheContext,
): Promise<Prompt> {
  const { hooks } = context;
  const { provider, metadata, syntax } = entry;
  const normalised = await normaliseTemplate(template, entry);
  let hooked: PromptTemplate = normalised;
  for (const hook of hooks) {
    hooked = (await loadedBy(hook, hooked, { name, provider, metadata }, context)) ?? hooked;
  }
  // What a hook made of a text is checked like any other; its front matter is gone already.
  const checked =
    hooked === normalised ? normalised : await normaliseTemplate(hooked, { ...entry, frontMatter: false });
  const hash = await sha256(checked.content);
  const final = { ...checked, hash, version: checked.version ?? hash };
  return createPrompt({
    ...final,
    name,
    provider,
    metadata: ownMetadata(final, metadata, factsOf(source, template)),
    fetchedAt: source.fetchedAt,
    state: 'fresh',
    syntax,
  });
}

/** @throws what the hook threw, naming it; it has as long as a load has. */
async function loadedBy(hook: PromptHook, template: PromptTemplate, entry: HookEntry, context: CacheContext) {
  try {
    const [answer] = await withinLoadTimeout({}, context, async () => [await hook.loaded?.(template, entry)]);
    return answer;
  } catch (thrown) {
    const { code, message, ...options } = fromThrown(thrown, entry.provider, {});
    throw new PromptError(code, `hook '${hook.name}': ${message}`, options);
  }
}
