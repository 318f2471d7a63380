import type { PromptsWith } from '../config/prompts-of.ts';
import { PromptError } from '../errors/prompt-error.ts';
import { didYouMean } from '../identity/suggest.ts';
import type { Prompts, RefreshReport, RenderOptions } from '../prompts.ts';
import type { PromptSummary } from '../status.ts';
import type { Prompt } from '../template/prompt.ts';
import type { Variables } from '../template/text-variables.ts';
import { createFakePrompt, type FakeText } from './fake-prompt.ts';

/** What a name of {@link fakePrompts} answers with: a text, or the error of a prompt that has none. */
export type FakePrompt = FakeText | PromptError;

/**
 * Creates prompts for the tests of an app, without sources and timers. They fail as the real ones do: `PROMPT_UNKNOWN`,
 * `VARIABLE_MISSING`, and `CLOSED` after `close()`. Nothing ever changes, so no event is emitted.
 * @param texts By name: a text; one with a state, a version or metadata; or the error that reads of the name throw.
 * @example
 * ```ts
 * const prompts = fakePrompts({
 *   greeting: 'Hello {{name}}',
 *   support: { content: 'How can I help?', state: 'stale' },
 *   gone: new PromptError('NOT_FOUND', 'the page was deleted'),
 * });
 * expect(await prompts.render('greeting', { name: 'Ada' })).toBe('Hello Ada');
 * ```
 */
export function fakePrompts<const Texts extends Readonly<Record<string, FakePrompt>>>(
  texts: Texts,
): PromptsWith<Texts> {
  const found = new Map<string, Prompt | PromptError>(
    Object.entries(texts).map(([name, text]) => [
      name,
      PromptError.isInstance(text) ? text : createFakePrompt(name, text),
    ]),
  );
  let isClosed = false;

  function find(name: string): Prompt | PromptError {
    if (isClosed) throw new PromptError('CLOSED', 'close() was called: create the prompts again');
    const prompt = found.get(name);
    if (prompt) return prompt;
    const hint = didYouMean(name, [...found.keys()]) ?? 'Add it to fakePrompts.';
    throw new PromptError('PROMPT_UNKNOWN', `No prompt '${name}' is configured. ${hint}`, { prompt: name });
  }

  async function get(name: string): Promise<Prompt> {
    const prompt = find(name);
    if (PromptError.isInstance(prompt)) throw prompt;
    return prompt;
  }

  function refresh(name?: string | readonly string[]): RefreshReport {
    const names = typeof name === 'string' ? [name] : (name ?? [...found.keys()]);
    const results = names.map((each) => [each, find(each)] as const);
    const failed = results.flatMap(([each, error]) => (PromptError.isInstance(error) ? { name: each, error } : []));
    const failures = new Set(failed.map((failure) => failure.name));
    return { changed: [], unchanged: names.filter((each) => !failures.has(each)), failed };
  }

  const list = () => Array.from(found, ([name, prompt]) => summarise(name, prompt));
  const close = async () => {
    isClosed = true;
  };
  const prompts: Prompts = {
    get,
    peek(name: string) {
      const prompt = find(name);
      return PromptError.isInstance(prompt) ? undefined : prompt;
    },
    render: async (name: string, variables?: Variables, { missing }: RenderOptions = {}) =>
      (await get(name)).render(variables, { missing }),
    refresh: async (name?: string | readonly string[]) => refresh(name),
    receive: refuseWebhooks,
    subscribe: refuseWebhooks,
    list,
    status: () => ({
      ready: true,
      prompts: list().map(({ name, state }) => {
        const prompt = found.get(name);
        return { name, state, error: PromptError.isInstance(prompt) ? prompt : undefined };
      }),
      sources: [],
    }),
    on: () => () => {},
    close,
    [Symbol.asyncDispose]: close,
  };
  return prompts;
}

async function refuseWebhooks(provider: string): Promise<never> {
  throw new PromptError('CONFIG_INVALID', `no prompt has the provider '${provider}': fakePrompts has no sources`, {
    provider,
  });
}

function summarise(name: string, prompt: Prompt | PromptError): PromptSummary {
  if (!PromptError.isInstance(prompt)) {
    const { provider, version, uri, state, fetchedAt, metadata } = prompt;
    return { name, provider, version, uri, state, fetchedAt, metadata };
  }
  const none = { version: undefined, uri: undefined, fetchedAt: undefined, metadata: {} };
  return { name, provider: prompt.provider ?? 'fake', state: 'failed', ...none };
}
