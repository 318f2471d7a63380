import { normaliseTemplate } from '../normalise/normalise.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import { factsOf, ownMetadata } from './describe.ts';

/**
 * Makes the prompt that a template gives: normalised, passed through `hooks.loaded`, compiled.
 * @throws PromptError or whatever a hook threw; then the last good prompt stays.
 */
export async function toPrompt(
  template: PromptTemplate,
  { name, entry, source }: CachedPrompt,
  { hooks, epochNow }: CacheContext,
): Promise<Prompt> {
  const { provider, metadata, syntax } = entry;
  const normalised = await normaliseTemplate(template, entry);
  const { hash: _, ...initial } = normalised;
  let hooked: PromptTemplate = initial;
  for (const hook of hooks) hooked = (await hook.loaded?.(hooked, { name, provider, metadata })) ?? hooked;
  // What a hook made of a text is checked like any other; its front matter is gone already.
  const final = hooked === initial ? normalised : await normaliseTemplate(hooked, { ...entry, frontMatter: false });
  return createPrompt({
    ...final,
    name,
    provider,
    metadata: ownMetadata(final, metadata, factsOf(source, template)),
    fetchedAt: epochNow(),
    state: 'fresh',
    syntax,
  });
}
