import { type LoadContext, PromptError, type PromptTemplate } from '@prompts/core';
import { mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { ParsedDocument } from '../config-schema.ts';
import type { Session } from '../session.ts';
import { readTemplate } from './read-template.ts';

const provider = 'gdocs';

/** How many documents are read at the same time. */
export const parallelism = 16;

/** In seconds: of one document, and of all, which is less than that of a load. */
const defaultTimeouts = { document: 20, batch: 50 };

/** Loads many documents. @returns One result per config, in order; an error for a document that can't be loaded in time. */
export function loadMany(
  configs: readonly ParsedDocument[],
  session: Session,
  context: LoadContext,
  timeouts = defaultTimeouts,
): Promise<(PromptTemplate | PromptError)[]> {
  const batch = { provider, what: 'Google Docs', timeoutSeconds: timeouts.batch };
  return withPartTimeout(context, batch, (batchContext) =>
    mapBounded(configs, parallelism, async (config) => {
      const part = { provider, what: `document ${config.documentId}`, timeoutSeconds: timeouts.document };
      try {
        return await withPartTimeout(batchContext, part, (partContext) =>
          readTemplate(config, undefined, session, partContext),
        );
      } catch (error) {
        context.signal.throwIfAborted();
        if (PromptError.isInstance(error)) return error;
        throw error;
      }
    }),
  );
}
