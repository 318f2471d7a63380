import type { LoadContext } from '@prompts/core';

/** Creates the context that core passes to a provider. */
export function loadContext(overrides: Partial<LoadContext> = {}): LoadContext {
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  return { signal: new AbortController().signal, logger, ...overrides };
}
