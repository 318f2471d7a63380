import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { HookEntry, PromptHook } from '../hooks/hook.ts';
import { normaliseTemplate } from '../normalise/normalise.ts';
import type { PromptTemplate } from '../provider/provider.ts';
import { createPrompt, type Prompt } from '../template/prompt.ts';
import type { CachedPrompt } from './cached-prompt.ts';
import type { CacheContext } from './context.ts';
import { factsOf, ownMetadata } from './describe.ts';
import { over, withPatience } from './patience.ts';

/** Milliseconds that a hook may take over a text: a source's attempt must end some time. */
const hookTimeout = 30_000;

/**
 * Makes the prompt that a template gives: normalised, passed through `hooks.loaded`, compiled.
 * @throws PromptError or whatever a hook threw; then the last good prompt stays.
 */
export async function toPrompt(
  template: PromptTemplate,
  { name, entry, source }: CachedPrompt,
  context: CacheContext,
): Promise<Prompt> {
  const { hooks, epochNow } = context;
  const { provider, metadata, syntax } = entry;
  const normalised = await normaliseTemplate(template, entry);
  // Where the source gives no version, another text has another hash for one.
  const initial: PromptTemplate = { ...normalised, version: template.version };
  let hooked = initial;
  for (const hook of hooks) {
    hooked = (await loadedBy(hook, hooked, { name, provider, metadata }, context)) ?? hooked;
  }
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

/** @throws what the hook threw, naming the hook; `TIMEOUT` for one that never answers. */
async function loadedBy(hook: PromptHook, template: PromptTemplate, entry: HookEntry, { clock, closed }: CacheContext) {
  try {
    const answer = await withPatience(clock, hookTimeout, closed, (patience) =>
      patience(Promise.resolve(hook.loaded?.(template, entry))),
    );
    if (answer !== over) return answer;
  } catch (thrown) {
    closed.throwIfAborted();
    const { code, message, ...options } = fromThrown(thrown, entry.provider, {});
    throw new PromptError(code, `hook '${hook.name}': ${message}`, options);
  }
  throw new PromptError('TIMEOUT', `hook '${hook.name}' gave no answer within ${hookTimeout / 1000} s`);
}
