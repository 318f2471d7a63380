import type { LoadContext } from '@prompts/core';
import { z } from 'zod';
import { isDisabled, lacksScope } from '../client/errors.ts';
import type { GoogleClient } from '../client/google-client.ts';
import type { GoogleFailure } from '../client/google-failure.ts';
import { fileSchema, parseResponse } from './drive-file.ts';
import { metadataScopes } from './read-file.ts';

const what = 'the list of changes in Drive';
const about = { what, scopes: metadataScopes };

/** After an outage of weeks, checking everything is cheaper than reading more pages. */
const maxPages = 20;

const changeSchema = z.object({
  fileId: z.string().optional(),
  removed: z.boolean().optional(),
  file: fileSchema.pick({ version: true, trashed: true, parents: true, mimeType: true }).partial().optional(),
});

const pageSchema = z.object({
  changes: z.array(changeSchema).default([]),
  nextPageToken: z.string().optional(),
  newStartPageToken: z.string().optional(),
});

export type DriveChange = z.infer<typeof changeSchema>;

/**
 * Returns the token of the current state: `readChanges` lists what changes from now on.
 * @returns undefined if the credentials are for the Docs API only.
 */
export async function readStartToken(
  client: GoogleClient,
  context: Pick<LoadContext, 'signal'>,
): Promise<string | undefined> {
  const accepts = (failure: GoogleFailure) => lacksScope(failure) || isDisabled(failure);
  const data = await client.send(
    ({ drive }, options) => drive.changes.getStartPageToken({ supportsAllDrives: true }, options),
    { ...about, accepts },
    context,
  );
  return data === undefined
    ? undefined
    : parseResponse(z.object({ startPageToken: z.string() }), data, what).startPageToken;
}

/**
 * Lists what changed since a token was current.
 * @returns The changes and the new token; undefined if the token is too old, or too much has changed.
 */
export async function readChanges(
  token: string,
  client: GoogleClient,
  context: LoadContext,
): Promise<{ readonly changes: readonly DriveChange[]; readonly token: string } | undefined> {
  const changes: DriveChange[] = [];
  let pageToken = token;
  for (let page = 0; page < maxPages; page += 1) {
    const data = await readPage(pageToken, client, context);
    if (data === undefined) return;
    changes.push(...data.changes);
    if (data.newStartPageToken !== undefined) return { changes, token: data.newStartPageToken };
    if (data.nextPageToken === undefined || data.nextPageToken === pageToken) return;
    pageToken = data.nextPageToken;
  }
  return;
}

async function readPage(pageToken: string, client: GoogleClient, context: LoadContext) {
  const params = {
    pageToken,
    pageSize: 1000,
    supportsAllDrives: true,
    includeItemsFromAllDrives: true,
    fields: 'newStartPageToken,nextPageToken,changes(fileId,removed,file(version,trashed,parents,mimeType))',
  };
  const accepts = ({ status }: GoogleFailure) => status === 400 || status === 410;
  const data = await client.send(
    ({ drive }, options) => drive.changes.list(params, options),
    { ...about, accepts },
    context,
  );
  return data === undefined ? undefined : parseResponse(pageSchema, data, what);
}
