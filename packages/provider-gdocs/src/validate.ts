import { type LoadContext, PromptError } from '@prompts/core';
import type { ParsedConfig } from './config-schema.ts';
import { mimeTypes } from './drive/drive-file.ts';
import { exportMarkdown } from './drive/export-markdown.ts';
import { readDocumentFacts } from './drive/read-document.ts';
import { metadataScopes, readDocumentFile, readFile } from './drive/read-file.ts';
import { gdocsError } from './gdocs-error.ts';
import type { Session } from './session.ts';

/**
 * Checks that a document or a folder can be read.
 * @throws `AUTH_FAILED`; `FORBIDDEN` or `NOT_FOUND`, which says which scope is missing, or that the file is not shared; `CONFIG_INVALID`
 * for another kind of file.
 */
export async function validate(config: ParsedConfig, session: Session, context: LoadContext): Promise<true> {
  const { client } = session;
  const canUseDrive = await session.canUseDrive(context);
  if (config.folderId !== undefined) {
    if (!canUseDrive)
      throw gdocsError('FORBIDDEN', `folder ${config.folderId} can't be listed: authorize ${metadataScopes}`);
    const { mimeType } = await readFile(config.folderId, client, context);
    if (mimeType === mimeTypes.folder) return true;
    throw gdocsError('CONFIG_INVALID', `${config.folderId} is not a folder: set folderId to the id of a folder`);
  }
  const file = canUseDrive ? await readDocumentFile(config.documentId, client, context) : undefined;
  try {
    await readDocumentFacts(file?.id ?? config.documentId, client, context);
  } catch (error) {
    // Drive's export works without the Docs API.
    const isRefused = PromptError.isInstance(error) && error.code === 'FORBIDDEN';
    if (!isRefused || !file || config.tab !== undefined) throw error;
    const exported = await exportMarkdown(file.id, undefined, client, context);
    if ('refusal' in exported) throw error;
  }
  return true;
}
