import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptFacts, PromptTemplate } from '../provider/provider.ts';
import { withMetadata } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';
import type { Source } from './source.ts';

/** What was asked about a text; and what was found out, once that is there. */
export interface Question {
  readonly about: PromptTemplate;
  facts?: PromptFacts;
}

/**
 * Asks for facts that cost extra calls, for prompts that want them (`metadata.version: 'auto'`), in one batch and after
 * the text is served. What comes back is merged without a 'change' event; a failure costs the facts, nothing else.
 */
export async function describeLater(sources: readonly Source[], context: CacheContext): Promise<void> {
  const { logger, closed: signal } = context;
  const provider = sources[0]?.address.provider;
  if (!provider?.describe || signal.aborted) return;
  const asked = new Map<Source, Question>();
  for (const source of sources) {
    const { template, question, prompts } = source;
    if (!template || isSameText(question?.about, template)) continue;
    if (![...prompts].some(({ entry }) => entry.metadata.version === 'auto')) continue;
    source.question = { about: template };
    asked.set(source, source.question);
  }
  if (asked.size === 0) return;
  const configs = Array.from(asked.keys(), ({ address }) => address.config);
  try {
    const results = (await provider.describe(configs, { signal, logger })) ?? [];
    for (const [index, [source, question]] of [...asked].entries()) {
      const facts = results[index];
      // A text that changed meanwhile is described with its own load.
      if (source.question === question && facts && !PromptError.isInstance(facts)) {
        question.facts = facts;
        merge(source, facts);
      }
    }
  } catch (thrown) {
    logger.warn(`@prompts: ${fromThrown(thrown, provider.name, configs).message}`);
  }
  // What got no answer is asked again after the next load.
  for (const [source, question] of asked)
    if (source.question === question && !question.facts) source.question = undefined;
}

function merge(source: Source, facts: PromptFacts): void {
  for (const { slot, entry } of source.prompts) {
    const { prompt } = slot;
    if (prompt) slot.replace(withMetadata(prompt, ownMetadata(prompt, entry.metadata, facts)));
  }
}

/** What was found out about this very text. */
export function factsOf({ question }: Source, template: PromptTemplate): PromptFacts | undefined {
  return isSameText(question?.about, template) ? question?.facts : undefined;
}

function isSameText(one: PromptTemplate | undefined, other: PromptTemplate): boolean {
  return one?.version === other.version && one?.content === other.content;
}

/** The entry's own metadata wins over the source's. `version: 'auto'` is what was found out, or the source's version id. */
export function ownMetadata(
  { metadata, version }: { readonly metadata: Readonly<Record<string, unknown>>; readonly version: string },
  own: Readonly<Record<string, unknown>>,
  facts?: PromptFacts,
): Record<string, unknown> {
  if (own.version !== 'auto') return { ...metadata, ...own };
  return { ...metadata, ...facts?.metadata, ...own, version: facts?.version ?? version };
}
