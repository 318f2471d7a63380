import type { CreatePromptsOptions } from '../../config/create-prompts-options.ts';
import type { PromptStore } from '../../config/tier-options.ts';

/**
 * Makes a first call of the store as soon as it is known, with a listener for its errors. Some stores open their file when they
 * are created, and end the process if that fails before anybody listens.
 */
export function probeStore({ cache }: CreatePromptsOptions): void {
  if (cache?.store) void probe(cache.store);
}

async function probe(store: PromptStore): Promise<void> {
  try {
    store.on?.('error', ignore);
    await store.get('prompts');
  } catch {
    // Whether the store works is found out when it is used.
  } finally {
    store.off?.('error', ignore);
  }
}

function ignore(): void {}
