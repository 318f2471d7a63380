import { type LoadContext, PromptError } from '@prompts/core';
import { escapeOtherVariables, writeMarkdown } from '@prompts/markup-kit';
import type { ParsedDocument } from '../config-schema.ts';
import type { DriveFile } from '../drive/drive-file.ts';
import { exportMarkdown } from '../drive/export-markdown.ts';
import { type GoogleDocument, readDocument } from '../drive/read-document.ts';
import { gdocsError } from '../gdocs-error.ts';
import type { Session } from '../session.ts';
import { cleanExport } from '../text/clean-export.ts';
import { convertDocument } from '../text/convert-document.ts';

/** The text of a document, and the document if it was read with the Docs API. */
export interface DocumentText {
  readonly content: string;
  readonly document?: GoogleDocument;
}

/**
 * Reads a document: exported by Drive, or with the Docs API if the config names a tab or the document can't be exported.
 * @param file Drive's facts about the document; undefined if the credentials are only for the Docs API.
 */
export async function readText(
  config: ParsedDocument,
  file: DriveFile | undefined,
  session: Session,
  context: LoadContext,
): Promise<DocumentText> {
  const id = file?.id ?? config.documentId;
  if (file && config.tab === undefined && !session.cannotExport && file.capabilities.canDownload !== false) {
    const exported = await exportMarkdown(id, undefined, session.client, context);
    if ('markdown' in exported) return { content: finish(cleanExport(exported.markdown), config) };
    if (exported.refusal === 'credentials') session.cannotExport = true;
  }
  const document = await readDocument(id, session.client, context);
  return { content: finish(await toMarkdown(document, id, config.tab), config), document };
}

/** Converts a document. @throws `CONTENT_INVALID` for a response whose parts do not have Google's types. Only the conversion detects that. */
async function toMarkdown(document: GoogleDocument, id: string, tab: string | undefined): Promise<string> {
  try {
    return await writeMarkdown(convertDocument(document, tab));
  } catch (error) {
    if (PromptError.isInstance(error)) throw error;
    throw gdocsError('CONTENT_INVALID', `the response for document ${id} is malformed: a proxy may have changed it`);
  }
}

/** Applies `variables`. @throws `CONTENT_INVALID` for a document without text. */
export function finish(content: string, { documentId, tab, variables }: ParsedDocument): string {
  if (content.trim() === '') {
    const what = tab === undefined ? `document ${documentId}` : `tab '${tab}' of document ${documentId}`;
    throw gdocsError('CONTENT_INVALID', `${what} has no text: it is empty, or contains only images`);
  }
  return escapeOtherVariables(content, variables);
}
