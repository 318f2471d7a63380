import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptFacts, PromptTemplate } from '../provider/provider.ts';
import { type Prompt, withMetadata } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';
import type { Source } from './source.ts';

/** What was asked about a source, by the text it had; and what was found out, once that is there. */
const questions = new WeakMap<Source, { readonly about: PromptTemplate; facts?: PromptFacts }>();

/** Prompts that hold their facts: an unchanged one must stay the object it is. */
const complete = new WeakSet<Prompt>();

/**
 * Asks for facts that cost extra calls, for prompts that want them (`metadata.version: 'auto'`), in one batch and after
 * the text is served. What comes back is merged without a 'change' event; a failure costs the facts, nothing else.
 */
export async function describeLater(sources: readonly Source[], context: CacheContext): Promise<void> {
  const { logger, closed: signal } = context;
  const provider = sources[0]?.address.provider;
  if (provider?.describe === undefined || signal.aborted) return;
  const unknown = sources.filter(isUnknown);
  if (unknown.length === 0) return;
  const asked = unknown.map((source) => {
    const question = { about: source.template as PromptTemplate };
    questions.set(source, question);
    return question;
  });
  const configs = unknown.map(({ address }) => address.config);
  let results: readonly (PromptFacts | PromptError)[] = [];
  try {
    results = await provider.describe(configs, { signal, logger });
  } catch (thrown) {
    logger.warn(`@prompts: ${fromThrown(thrown, { provider: provider.name, config: configs }).message}`);
  }
  for (const [index, source] of unknown.entries()) {
    const facts = results[index];
    const question = questions.get(source);
    // A text that changed meanwhile is described with its own load.
    if (question === undefined || question !== asked[index]) continue;
    if (facts === undefined || PromptError.isInstance(facts)) {
      questions.delete(source);
    } else {
      question.facts = facts;
      merge(source, facts);
    }
  }
}

/** Whether a source is to be asked about; one whose facts are known gets them again for a prompt made anew. */
function isUnknown(source: Source): boolean {
  const { template, prompts } = source;
  if (template === undefined || !prompts.some(({ entry }) => entry.metadata.version === 'auto')) return false;
  const question = questions.get(source);
  if (question?.about.version !== template.version || question?.about.content !== template.content) return true;
  if (question.facts !== undefined) merge(source, question.facts);
  return false;
}

function merge(source: Source, facts: PromptFacts): void {
  for (const { slot, entry } of source.prompts) {
    const { prompt } = slot;
    if (entry.metadata.version !== 'auto' || prompt === undefined || complete.has(prompt)) continue;
    const version = facts.version ?? prompt.version;
    const described = withMetadata(prompt, { ...prompt.metadata, ...facts.metadata, ...entry.metadata, version });
    complete.add(described);
    slot.replace(described);
  }
}
