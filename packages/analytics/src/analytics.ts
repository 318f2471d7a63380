import type { AnalyticsOptions } from './options.ts';
import type { Usage } from './usage.ts';

/**
 * Creates a hook that counts which versions of prompts are served.
 * @throws PromptError `CONFIG_INVALID` with all mistakes of the options.
 */
export function analytics<const Dimension extends string = never>(
  _options: AnalyticsOptions<Dimension>,
): Usage<Dimension> {
  throw new Error('not implemented yet');
}
