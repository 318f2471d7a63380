import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptFacts, PromptTemplate } from '../provider/provider.ts';
import { withMetadata } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';
import type { Source } from './source.ts';

/** What was found out about a source, and about which text. */
const described = new WeakMap<Source, { readonly template: PromptTemplate; readonly facts: PromptFacts }>();

/**
 * Asks for facts that cost extra calls, for prompts that want them (`metadata.version: 'auto'`), in one batch and after
 * the text is served. What comes back is merged without a 'change' event; a failure costs the facts, nothing else.
 */
export function describeLater(sources: readonly Source[], context: CacheContext): void {
  const provider = sources[0]?.address.provider;
  if (provider?.describe === undefined || context.closed.aborted) return;
  const wanted = sources.filter(({ prompts }) => prompts.some(({ entry }) => entry.metadata.version === 'auto'));
  const unknown: { source: Source; template: PromptTemplate }[] = [];
  for (const source of wanted) {
    const { template } = source;
    const known = described.get(source);
    if (template === undefined) continue;
    if (known !== undefined && isSameText(known.template, template)) merge(source, known.facts);
    else unknown.push({ source, template });
  }
  if (unknown.length === 0) return;
  const configs = unknown.map(({ source }) => source.address.config);
  const { logger, closed: signal } = context;
  provider.describe(configs, { signal, logger }).then(
    (results) => {
      for (const [index, { source, template }] of unknown.entries()) {
        const facts = results[index];
        // A text that changed meanwhile is described with its own load.
        if (facts === undefined || PromptError.isInstance(facts) || source.template?.content !== template.content)
          continue;
        described.set(source, { template, facts });
        merge(source, facts);
      }
    },
    (thrown) => logger.warn(`@prompts: ${fromThrown(thrown, { provider: provider.name, config: configs }).message}`),
  );
}

function isSameText(one: PromptTemplate, other: PromptTemplate): boolean {
  return one.version === other.version && one.content === other.content;
}

function merge(source: Source, facts: PromptFacts): void {
  for (const { slot, entry } of source.prompts) {
    if (entry.metadata.version !== 'auto' || slot.prompt === undefined) continue;
    const version = facts.version ?? slot.prompt.version;
    slot.replace(withMetadata(slot.prompt, { ...slot.prompt.metadata, ...facts.metadata, ...entry.metadata, version }));
  }
}
