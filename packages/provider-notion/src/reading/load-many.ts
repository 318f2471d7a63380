import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { mapBounded, withPartTimeout } from '@prompts/provider-kit';
import { reportUnreadable } from '../client/report-unreadable.ts';
import type { PageConfig } from '../config-schema.ts';
import { notionError } from '../notion-error.ts';
import type { Workspace } from '../workspace.ts';
import { load } from './load.ts';

/** Less than the time limit of a load. */
const timeoutSeconds = 100;
const maxConcurrentPages = 64;

/**
 * Loads many pages. Notion has no request for several texts, so the rate limit determines how long this takes.
 * @returns One result per config, in order; an error for a page that can't be loaded, `TIMEOUT` for one that takes too long.
 */
export function loadMany(
  configs: readonly PageConfig[],
  workspace: Workspace,
  context: LoadContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const options = { provider: 'notion', what: 'Notion', timeoutSeconds };
  return withPartTimeout(context, options, (part) =>
    mapBounded(configs, maxConcurrentPages, async (config) => {
      try {
        return await reportUnreadable(`page ${config.pageId}`, part, () => load(config, workspace, part));
      } catch (error) {
        context.signal.throwIfAborted();
        // The failure of one page must not fail the others.
        return PromptError.isInstance(error) && !part.signal.aborted ? error : timedOut(config);
      }
    }),
  );
}

function timedOut({ pageId }: PageConfig): PromptError {
  const message = `page ${pageId} was not loaded within ${timeoutSeconds} s: it is large, it had to wait for many others, or Notion did not respond`;
  return notionError('TIMEOUT', message);
}
