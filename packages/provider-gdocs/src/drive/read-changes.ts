import type { LoadContext } from '@prompts/core';
import * as z from 'zod';
import { isDisabled, isLimit, lacksScope } from '../client/errors.ts';
import type { GoogleClient } from '../client/google-client.ts';
import type { GoogleFailure } from '../client/google-failure.ts';
import { fileSchema, parseResponse } from './drive-file.ts';
import { metadataScopes } from './read-file.ts';

const what = 'the list of changes in Drive';
const about = { what, scopes: metadataScopes };

/** After an outage of several weeks, checking everything is cheaper than reading more pages. */
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
 * A position in a list of changes: that of a user, or that of a shared drive, whose changes are not all in the lists of its members.
 * https://developers.google.com/workspace/drive/api/guides/about-changes
 */
export interface ChangeLog {
  /** Undefined for the list of the user. */
  readonly driveId: string | undefined;
  /** The position up to which the list was read. */
  readonly token: string;
}

/**
 * Starts to follow a list of changes: `readChanges` then returns all changes from now on.
 * @returns undefined if the credentials are only for the Docs API, or not those of a member of the shared drive.
 */
export async function startLog(
  driveId: string | undefined,
  client: GoogleClient,
  context: Pick<LoadContext, 'signal'>,
): Promise<ChangeLog | undefined> {
  const accepts = (failure: GoogleFailure) => lacksScope(failure) || isDisabled(failure) || isRefused(failure, driveId);
  const params = { supportsAllDrives: true, ...(driveId !== undefined && { driveId }) };
  const data = await client.send(
    ({ drive }, options) => drive.changes.getStartPageToken(params, options),
    { ...about, accepts },
    context,
  );
  if (data === undefined) return;
  return { driveId, token: parseResponse(z.object({ startPageToken: z.string() }), data, what).startPageToken };
}

/** Returns whether Google refuses the changes of a shared drive because the user is not a member. */
function isRefused(failure: GoogleFailure, driveId: string | undefined): boolean {
  return driveId !== undefined && (failure.status === 403 || failure.status === 404) && !isLimit(failure);
}

/**
 * Reads the changes since a list was last read.
 * @returns The changes and the new position; undefined if the token is too old, there are too many changes, or the list can no longer be
 * read.
 */
export async function readChanges(
  log: ChangeLog,
  client: GoogleClient,
  context: LoadContext,
): Promise<{ readonly changes: readonly DriveChange[]; readonly log: ChangeLog } | undefined> {
  const changes: DriveChange[] = [];
  let { token } = log;
  for (let page = 0; page < maxPages; page += 1) {
    const data = await readPage({ ...log, token }, client, context);
    if (data === undefined) return;
    changes.push(...data.changes);
    if (data.newStartPageToken !== undefined) return { changes, log: { ...log, token: data.newStartPageToken } };
    if (data.nextPageToken === undefined || data.nextPageToken === token) return;
    token = data.nextPageToken;
  }
  return;
}

async function readPage({ driveId, token }: ChangeLog, client: GoogleClient, context: LoadContext) {
  const params = {
    pageToken: token,
    pageSize: 1000,
    supportsAllDrives: true,
    includeItemsFromAllDrives: true,
    ...(driveId !== undefined && { driveId }),
    fields: 'newStartPageToken,nextPageToken,changes(fileId,removed,file(version,trashed,parents,mimeType))',
  };
  const accepts = (failure: GoogleFailure) =>
    failure.status === 400 || failure.status === 410 || isRefused(failure, driveId);
  const data = await client.send(
    ({ drive }, options) => drive.changes.list(params, options),
    { ...about, accepts },
    context,
  );
  return data === undefined ? undefined : parseResponse(pageSchema, data, what);
}
