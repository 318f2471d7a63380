import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { PromptFacts } from '../provider/provider.ts';
import { withMetadata } from '../template/prompt.ts';
import type { CacheContext } from './context.ts';
import type { FactsRequest, Source } from './model.ts';
import { isSameText, mergeMetadata } from './prompt-metadata.ts';
import { withLoadTimeout } from './with-load-timeout.ts';

/**
 * Requests facts that cost extra calls, for prompts that want them (`metadata.version: 'auto'`), in one batch and after the
 * text is served. They are merged without a 'change' event. A failure costs only the facts.
 */
export async function requestFacts(sources: readonly Source[], context: CacheContext): Promise<void> {
  const { logger, closed } = context;
  const { provider, providerName = '' } = sources[0]?.address ?? {};
  if (!provider?.describe || closed.aborted) return;
  const requests = new Map<Source, FactsRequest>();
  for (const source of sources) {
    const { template, factsRequest, prompts } = source;
    if (!template || isSameText(factsRequest?.template, template)) continue;
    if (![...prompts].some(({ entry }) => entry.metadata.version === 'auto')) continue;
    source.factsRequest = { template };
    requests.set(source, source.factsRequest);
  }
  if (requests.size === 0) return;
  const addresses = Array.from(requests.keys(), ({ address }) => address);
  const configs = addresses.map(({ config }) => config);
  try {
    const results = await withLoadTimeout(provider, context, async (loadContext) =>
      provider.describe?.(configs, loadContext),
    );
    for (const [index, [source, request]] of [...requests].entries()) {
      const facts = results[index];
      // A text that changed meanwhile is described after its own load.
      if (source.factsRequest === request && facts && !PromptError.isInstance(facts)) {
        request.facts = facts;
        addFacts(source, facts);
      }
    }
  } catch (thrown) {
    const { message } = fromThrown(thrown, providerName, addresses);
    logger.warn(
      `@prompts: provider '${providerName}' could not load the metadata requested with version: 'auto': ${message}`,
    );
  }
  // Facts that did not arrive are requested again after the next load.
  for (const [source, request] of requests) {
    if (source.factsRequest === request && !request.facts) source.factsRequest = undefined;
  }
}

function addFacts(source: Source, facts: PromptFacts): void {
  for (const { slot, entry } of source.prompts) {
    const { prompt } = slot;
    if (prompt) slot.replace(withMetadata(prompt, mergeMetadata(prompt, entry.metadata, facts)));
  }
}
