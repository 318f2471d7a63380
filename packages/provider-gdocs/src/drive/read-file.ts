import type { LoadContext } from '@prompts/core';
import type { GoogleClient } from '../client/google-client.ts';
import { checkDocument } from './check-document.ts';
import { type DriveFile, fileFields, fileSchema, mimeTypes, parseResponse } from './drive-file.ts';

/** The scopes that allow reading the facts about files. */
export const metadataScopes = 'drive.metadata.readonly or drive.readonly';

/**
 * Reads the facts about a document. A shortcut is followed once.
 * @throws The errors of {@link checkDocument}; `NOT_FOUND` for a document that is not shared.
 */
export async function readDocumentFile(id: string, client: GoogleClient, context: LoadContext): Promise<DriveFile> {
  const file = await readFile(id, client, context);
  const { mimeType, trashed, shortcutDetails } = file;
  const target = mimeType === mimeTypes.shortcut && !trashed ? shortcutDetails?.targetId : undefined;
  const document = target === undefined ? file : await readFile(target, client, context);
  checkDocument(document);
  return document;
}

/** Reads the facts about any file. */
export async function readFile(fileId: string, client: GoogleClient, context: LoadContext): Promise<DriveFile> {
  const what = `file ${fileId}`;
  const data = await client.send(
    ({ drive }, options) => drive.files.get({ fileId, fields: fileFields, supportsAllDrives: true }, options),
    { what, scopes: metadataScopes },
    context,
  );
  return parseResponse(fileSchema, data, what);
}
