import { PromptError, type PromptTemplate } from '@prompts/core';
import { inChunks, mapBounded } from '@prompts/provider-kit';
import { type Api, maxNotesPerRequest, type RequestContext } from './api.ts';
import { toTemplate } from './to-template.ts';

const maxConcurrentRequests = 4;

/**
 * Loads notes with few requests. @returns A result for each id, in order: the failure of one note is a value, so that the
 * others are served.
 */
export async function loadMany(
  api: Api,
  ids: readonly string[],
  context: RequestContext,
): Promise<(PromptTemplate | PromptError)[]> {
  const results = await mapBounded(inChunks(ids, maxNotesPerRequest), maxConcurrentRequests, (chunk) =>
    loadChunk(api, chunk, context),
  );
  return results.flat();
}

async function loadChunk(api: Api, ids: readonly string[], context: RequestContext) {
  try {
    const { notes } = await api.getNotes(ids, context);
    const byId = new Map(notes.map((note) => [note.id, toTemplate(note)]));
    return ids.map((id) => byId.get(id) ?? notFound(id));
  } catch (error) {
    if (!PromptError.isInstance(error)) throw error;
    return ids.map(() => error);
  }
}

function notFound(id: string): PromptError {
  const message = `the note '${id}' does not exist, or the token does not grant access to it`;
  return new PromptError('NOT_FOUND', message, { provider: 'acme-notes' });
}
