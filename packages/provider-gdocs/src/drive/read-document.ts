import type { LoadContext } from '@prompts/core';
import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import * as z from 'zod';
import type { GoogleClient } from '../client/google-client.ts';
import type { GoogleFailure } from '../client/google-failure.ts';
import { gdocsError } from '../gdocs-error.ts';
import { parseResponse } from './drive-file.ts';

/** The scopes that allow reading a document with the Docs API. */
const documentScopes = 'documents.readonly or drive.readonly';

const documentSchema = z.looseObject({
  documentId: z.string(),
  title: z.string().optional(),
  revisionId: z.string().optional(),
  tabs: z.array(z.looseObject({})).optional(),
});

export type GoogleDocument = docs_v1.Schema$Document & Pick<z.infer<typeof documentSchema>, 'title' | 'revisionId'>;

/** Reads a document with all its tabs, without suggestions. @throws `CONFIG_INVALID` for a file of another kind. */
export function readDocument(documentId: string, client: GoogleClient, context: LoadContext): Promise<GoogleDocument> {
  return send(
    documentId,
    { includeTabsContent: true, suggestionsViewMode: 'PREVIEW_WITHOUT_SUGGESTIONS' },
    client,
    context,
  );
}

/** Reads only the facts about a document. */
export function readDocumentFacts(
  documentId: string,
  client: GoogleClient,
  context: LoadContext,
): Promise<GoogleDocument> {
  return send(documentId, { fields: 'documentId,title,revisionId' }, client, context);
}

async function send(
  documentId: string,
  params: Omit<docs_v1.Params$Resource$Documents$Get, 'documentId'>,
  client: GoogleClient,
  context: LoadContext,
): Promise<GoogleDocument> {
  const what = `document ${documentId}`;
  // The API refuses files that are not documents, such as Word files.
  const explain = ({ status, message }: GoogleFailure) =>
    status === 400
      ? gdocsError(
          'CONFIG_INVALID',
          `${documentId} is not a Google document: use the id of one${message && ` (${message})`}`,
        )
      : undefined;
  const data = await client.send(
    ({ docs }, options) => docs.documents.get({ documentId, ...params }, options),
    { what, scopes: documentScopes, explain },
    context,
  );
  return parseResponse(documentSchema, data, what) as GoogleDocument;
}
