import { type NormalisedTemplate, type NormaliseRules, normaliseTemplate } from '../normalise/normalise.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { compileTemplate } from '../template/compile.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import { isSameText, ownMetadata } from './describe.ts';

/**
 * Makes the prompt that a template gives: normalised, passed through `hooks.loaded`, compiled.
 * @throws PromptError or whatever a hook threw; then the last good prompt stays.
 */
export async function toPrompt(template: PromptTemplate, of: CachedPrompt, context: CacheContext): Promise<Prompt> {
  const { entry, name } = of;
  const rules: NormaliseRules = {
    prompt: name,
    provider: entry.provider,
    maxBytes: of.limits.maxBytes,
    frontMatter: entry.frontMatter,
    fromSource: entry.form === 'provider',
  };
  const normalised = await normaliseTemplate(template, rules);
  const final = await throughHooks(normalised, rules, of, context);
  const { provider } = entry;
  const { question } = of.source;
  const facts = isSameText(question?.about, template) ? question?.facts : undefined;
  return createPrompt({
    ...final,
    name,
    provider,
    metadata: ownMetadata(final, entry.metadata, facts),
    fetchedAt: context.epochNow(),
    state: 'fresh',
    compiled: compileTemplate(final.content, entry.syntax, { prompt: name, provider }),
  });
}

async function throughHooks(
  normalised: NormalisedTemplate,
  rules: NormaliseRules,
  { name, entry: { provider, metadata } }: CachedPrompt,
  { hooks }: CacheContext,
): Promise<NormalisedTemplate> {
  const { hash: _, ...initial } = normalised;
  let template: PromptTemplate = initial;
  for (const hook of hooks) template = (await hook.loaded?.(template, { name, provider, metadata })) ?? template;
  // What a hook made of a text is checked like any other; its front matter is gone already.
  return template === initial ? normalised : normaliseTemplate(template, { ...rules, frontMatter: false });
}
