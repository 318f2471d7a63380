import type { LoadContext, PromptTemplate } from '@prompts/core';
import { isGoogleHost } from '../client/access.ts';
import type { ParsedDocument } from '../config-schema.ts';
import { nameOfUser, parseResponse } from '../drive/drive-file.ts';
import { exportMarkdown, exportScopes } from '../drive/export-markdown.ts';
import { metadataScopes, readDocumentFile } from '../drive/read-file.ts';
import { revisionSchema } from '../drive/revision.ts';
import { gdocsError } from '../gdocs-error.ts';
import { addressOf } from '../google-id.ts';
import type { Session } from '../session.ts';
import { cleanExport } from '../text/clean-export.ts';
import { finish } from './read-text.ts';

/** Loads an old revision of a document. Only Drive's export returns the texts of old revisions. */
export async function readRevision(
  config: ParsedDocument,
  revisionId: string,
  { client }: Session,
  context: LoadContext,
): Promise<PromptTemplate> {
  const { id, name } = await readDocumentFile(config.documentId, client, context);
  const what = `revision ${revisionId} of document ${id}`;
  const data = await client.send(
    ({ drive }, options) =>
      drive.revisions.get(
        { fileId: id, revisionId, fields: 'id,modifiedTime,exportLinks,lastModifyingUser(displayName,emailAddress)' },
        options,
      ),
    { what, scopes: metadataScopes },
    context,
  );
  const { exportLinks, modifiedTime, lastModifyingUser } = parseResponse(revisionSchema, data, what);
  const link = exportLinks['text/markdown'];
  // The credentials are sent to this address.
  if (link === undefined || !URL.canParse(link) || !isGoogleHost(new URL(link).hostname)) {
    throw gdocsError(
      'FORBIDDEN',
      `${what} can't be exported as markdown: ask the owner whether downloads are restricted`,
    );
  }
  const exported = await exportMarkdown(id, link, client, context);
  if ('refusal' in exported) {
    throw gdocsError('FORBIDDEN', `${what} can't be read with these credentials: authorize ${exportScopes}`);
  }
  const metadata = Object.entries({
    title: name,
    revision: revisionId,
    updatedAt: modifiedTime,
    author: nameOfUser(lastModifyingUser),
  });
  return {
    content: finish(cleanExport(exported.markdown), config),
    version: revisionId,
    uri: addressOf(id),
    metadata: Object.fromEntries(metadata.filter(([, value]) => value !== undefined && value !== '')),
  };
}
