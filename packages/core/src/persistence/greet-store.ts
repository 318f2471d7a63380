import type { CreatePromptsOptions } from '../config/options.ts';
import type { PromptStore } from './guarded-store.ts';

/**
 * Asks the store for anything, as soon as it is known. Some open their file when they are made, and end the process where
 * that fails before anybody has asked them for something.
 */
export function greetStore({ cache }: CreatePromptsOptions): void {
  if (cache?.store) void greet(cache.store);
}

async function greet(store: PromptStore): Promise<void> {
  store.on?.('error', ignore);
  try {
    await store.get('prompts');
  } catch {
    // Whether it works is found out when it is needed.
  } finally {
    store.off?.('error', ignore);
  }
}

function ignore(): void {}
