import type { LoadContext, PromptError, PromptTemplate } from '@prompts/core';
import type { ParsedDocument } from '../config-schema.ts';
import type { Session } from '../session.ts';
import { type DocumentTimeouts, mapDocuments } from './map-documents.ts';
import { readTemplate } from './read-template.ts';

/** Loads many documents. @returns One result per config, in order; an error for a document that can't be loaded in time. */
export function loadMany(
  configs: readonly ParsedDocument[],
  session: Session,
  context: LoadContext,
  timeouts?: DocumentTimeouts,
): Promise<(PromptTemplate | PromptError)[]> {
  const read = (config: ParsedDocument, part: LoadContext) => readTemplate(config, undefined, session, part);
  return mapDocuments(configs, context, read, timeouts);
}
