import type { LoadContext, PromptVersion } from '@prompts/core';
import * as z from 'zod';
import type { ParsedDocument } from '../config-schema.ts';
import { nameOfUser, parseResponse } from '../drive/drive-file.ts';
import { metadataScopes, readDocumentFile } from '../drive/read-file.ts';
import { revisionSchema } from '../drive/revision.ts';
import type { Session } from '../session.ts';

/** Documents have far fewer revisions, because Drive merges them. */
const maxPages = 20;

const pageSchema = z.object({ revisions: z.array(revisionSchema).default([]), nextPageToken: z.string().optional() });

/** Lists the revisions of a document that Drive keeps, newest first. Drive lists them oldest first, so all pages are read. */
export async function* listVersions(
  config: ParsedDocument,
  { client }: Session,
  context: LoadContext,
): AsyncGenerator<PromptVersion> {
  const { id: fileId } = await readDocumentFile(config.documentId, client, context);
  const what = `the revisions of document ${fileId}`;
  const revisions: z.infer<typeof revisionSchema>[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const params = {
      fileId,
      pageSize: 1000,
      fields: 'nextPageToken,revisions(id,modifiedTime,lastModifyingUser(displayName,emailAddress))',
      ...(pageToken !== undefined && { pageToken }),
    };
    const data = await client.send(
      ({ drive }, options) => drive.revisions.list(params, options),
      { what, scopes: metadataScopes },
      context,
    );
    const parsed = parseResponse(pageSchema, data, what);
    revisions.push(...parsed.revisions);
    pageToken = parsed.nextPageToken;
    if (pageToken === undefined) break;
  }
  for (const { id, modifiedTime, lastModifyingUser } of revisions.toReversed()) {
    yield { version: id, createdAt: modifiedTime, author: nameOfUser(lastModifyingUser) };
  }
}
