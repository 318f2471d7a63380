import type { ListedPrompt } from '@prompts/core';
import type { Api, RequestContext } from './api.ts';
import type { CollectionConfig, PromptConfig } from './config-schema.ts';

/**
 * Lists the notes of a folder. Core loads only those whose version it does not have.
 * @param maxMembers Core rejects a longer list, so listing ends when there are more.
 */
export async function listMembers(
  api: Api,
  { folder, ...access }: CollectionConfig,
  context: RequestContext,
  maxMembers = Infinity,
): Promise<ListedPrompt<PromptConfig>[]> {
  const members: ListedPrompt<PromptConfig>[] = [];
  let cursor: string | undefined;
  do {
    const { notes, nextCursor } = await api.listNotes(folder, cursor, context);
    members.push(...notes.map(({ id, title, version }) => ({ name: title, version, config: { note: id, ...access } })));
    cursor = nextCursor;
  } while (cursor !== undefined && members.length <= maxMembers);
  return members;
}
