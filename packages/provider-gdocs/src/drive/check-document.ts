import { gdocsError } from '../gdocs-error.ts';
import { type DriveFile, mimeTypes } from './drive-file.ts';

const kinds: Readonly<Record<string, string>> = {
  [mimeTypes.folder]: "a folder: for all its documents, use folderId in an entry named 'name/*'",
  [mimeTypes.shortcut]: 'a shortcut to a shortcut: use the id of the document',
  'application/vnd.google-apps.spreadsheet': 'a Google Sheet',
  'application/vnd.google-apps.presentation': 'a Google Slides presentation',
  'application/vnd.google-apps.form': 'a Google Form',
  'application/vnd.google-apps.drawing': 'a Google Drawing',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document':
    "a Word file: open it in Google Docs, choose 'Save as Google Docs', and use the id of the new document",
  'application/msword':
    "a Word file: open it in Google Docs, choose 'Save as Google Docs', and use the id of the new document",
  'application/pdf': 'a PDF file',
};

/** Checks that a file is a document. @throws `NOT_FOUND` if it is in the trash, `CONFIG_INVALID` if it is not a document. */
export function checkDocument({ id, mimeType, trashed }: DriveFile): void {
  if (trashed) throw gdocsError('NOT_FOUND', `${id} is in the trash: restore it, or use another document`);
  if (mimeType === mimeTypes.document) return;
  throw gdocsError(
    'CONFIG_INVALID',
    `${id} is not a Google document, but ${kinds[mimeType] ?? `a file of the type ${mimeType.slice(0, 100)}`}`,
  );
}
