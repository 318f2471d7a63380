import { type LoadContext, PromptError } from '@prompts/core';
import { mapBounded, withPartTimeout } from '@prompts/provider-kit';
import type { ParsedDocument } from '../config-schema.ts';

const provider = 'gdocs';

const maxConcurrentDocuments = 16;

/** The time limits for one document, and for all of them. */
export interface DocumentTimeouts {
  readonly documentSeconds: number;
  /** Less than the time limit of a load. */
  readonly batchSeconds: number;
}

/** A caller of core waits 10 s by default. If one document hangs, the other texts must have arrived by then. */
const defaultTimeouts: DocumentTimeouts = { documentSeconds: 8, batchSeconds: 50 };

/** Reads many documents, each within a time limit. @returns One result per config, in order; an error for a document that can't be read in time. */
export function mapDocuments<Result>(
  configs: readonly ParsedDocument[],
  context: LoadContext,
  read: (config: ParsedDocument, context: LoadContext) => Promise<Result>,
  timeouts = defaultTimeouts,
): Promise<(Result | PromptError)[]> {
  const batch = { provider, what: 'Google Docs', timeoutSeconds: timeouts.batchSeconds };
  return withPartTimeout(context, batch, (batchContext) =>
    mapBounded(configs, maxConcurrentDocuments, async (config) => {
      const part = { provider, what: `document ${config.documentId}`, timeoutSeconds: timeouts.documentSeconds };
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
