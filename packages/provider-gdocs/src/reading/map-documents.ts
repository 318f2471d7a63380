import { type LoadContext, PromptError } from '@prompts/core';
import { mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { ParsedDocument } from '../config-schema.ts';

const provider = 'gdocs';

/** How many documents are read at the same time. */
const parallelism = 16;

/** In seconds: of one document, and of all, which is less than that of a load. */
export interface DocumentTimeouts {
  readonly document: number;
  readonly batch: number;
}

/** A reader waits 10 s by default: by then, the texts beside one that hangs must have arrived. */
const defaultTimeouts: DocumentTimeouts = { document: 8, batch: 50 };

/** Reads many documents, each within a time limit. @returns One result per config, in order; an error for a document that can't be read in time. */
export function mapDocuments<Result>(
  configs: readonly ParsedDocument[],
  context: LoadContext,
  read: (config: ParsedDocument, context: LoadContext) => Promise<Result>,
  timeouts = defaultTimeouts,
): Promise<(Result | PromptError)[]> {
  const batch = { provider, what: 'Google Docs', timeoutSeconds: timeouts.batch };
  return withPartTimeout(context, batch, (batchContext) =>
    mapBounded(configs, parallelism, async (config) => {
      const part = { provider, what: `document ${config.documentId}`, timeoutSeconds: timeouts.document };
      try {
        return await withPartTimeout(batchContext, part, (partContext) => read(config, partContext));
      } catch (error) {
        context.signal.throwIfAborted();
        if (PromptError.isInstance(error)) return error;
        throw error;
      }
    }),
  );
}
