import { createHash } from 'node:crypto';
import type { ListContext, LoadContext } from '@prompts/core';
import { memberName } from '@prompts/markup-kit';
import { inChunks, mapBounded } from '@prompts/provider-kit';
import * as z from 'zod';
import type { GoogleClient } from '../client/google-client.ts';
import { gdocsError } from '../gdocs-error.ts';
import { type DriveFile, fileFields, fileSchema, mimeTypes, parseResponse } from './drive-file.ts';
import { metadataScopes, readFile } from './read-file.ts';

/** Folders that are nested more deeply are an error, so that no listing is silently incomplete. */
const maxLevels = 20;
const maxFolders = 2_000;

/** Google refuses longer queries. */
const maxFoldersPerRequest = 40;
const maxConcurrentRequests = 4;

const pageSchema = z.object({ files: z.array(fileSchema).default([]), nextPageToken: z.string().optional() });

/** A document or a shortcut to one. */
export interface FolderItem {
  readonly file: DriveFile;
  /** The path below the folder, of titles converted to names: `team-guides/review`. */
  readonly path: string;
}

/** The contents of a folder and its subfolders. */
export interface FolderContents {
  readonly items: readonly FolderItem[];
  /** The ids of all folders that were listed. */
  readonly folders: ReadonlySet<string>;
}

/** Reads the facts about a folder. @throws `CONFIG_INVALID` if it is not a folder, `NOT_FOUND` if it is in the trash. */
export async function readFolder(folderId: string, client: GoogleClient, context: LoadContext): Promise<DriveFile> {
  const folder = await readFile(folderId, client, context);
  if (folder.mimeType !== mimeTypes.folder) {
    throw gdocsError(
      'CONFIG_INVALID',
      `${folderId} is not a folder: set folderId to the id of a folder. For a document, use documentId`,
    );
  }
  if (folder.trashed)
    throw gdocsError('NOT_FOUND', `folder ${folderId} is in the trash: restore it, or use another folder`);
  return folder;
}

/**
 * Lists the documents, and the shortcuts to documents, in a folder and its subfolders.
 * @param driveId The shared drive of the folder, if the credentials are those of a member.
 * @throws `CONTENT_INVALID` if there are too many documents, folders or levels.
 */
export async function listFolder(
  root: DriveFile,
  driveId: string | undefined,
  client: GoogleClient,
  context: ListContext,
): Promise<FolderContents> {
  const { maxMembers = 10_000 } = context;
  const paths = new Map([[root.id, '']]);
  const items: FolderItem[] = [];
  let level = [root.id];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= maxLevels || paths.size > maxFolders) {
      throw gdocsError(
        'CONTENT_INVALID',
        `folder ${root.id} has more than ${maxLevels} levels or ${maxFolders} folders: use one of its subfolders`,
      );
    }
    const chunks = await mapBounded(inChunks(level, maxFoldersPerRequest), maxConcurrentRequests, (parents) =>
      listChildren(parents, driveId, maxMembers, client, context),
    );
    level = [];
    for (const file of chunks.flat()) {
      const parent = file.parents.find((id) => paths.has(id)) ?? root.id;
      const path = `${paths.get(parent) ?? ''}${nameOf(file)}`;
      if (file.mimeType !== mimeTypes.folder) items.push({ file, path });
      // A folder that is found twice is listed once.
      else if (!paths.has(file.id)) {
        paths.set(file.id, `${path}/`);
        level.push(file.id);
      }
    }
    if (items.length > maxMembers) {
      throw gdocsError(
        'CONTENT_INVALID',
        `folder ${root.id} contains more than ${maxMembers} documents: use one of its subfolders`,
      );
    }
  }
  return { items, folders: new Set(paths.keys()) };
}

/** Converts the title of a file to a name. A slash in a title does not create a folder. If only dots are left, the name is a hash of the id. */
function nameOf({ name, id }: DriveFile): string {
  const left = memberName(name.replaceAll('/', '-'));
  return /[^.]/.test(left) ? left : createHash('sha256').update(id).digest('hex').slice(0, 8);
}

async function listChildren(
  parents: readonly string[],
  driveId: string | undefined,
  maxFiles: number,
  client: GoogleClient,
  context: ListContext,
): Promise<DriveFile[]> {
  const { document, folder, shortcut } = mimeTypes;
  const isBelow = parents.map((id) => `'${id}' in parents`).join(' or ');
  const isKind = [document, folder, shortcut].map((type) => `mimeType = '${type}'`).join(' or ');
  const files: DriveFile[] = [];
  let pageToken: string | undefined;
  do {
    const params = {
      q: `(${isBelow}) and (${isKind}) and trashed = false`,
      pageSize: 1000,
      fields: `nextPageToken,files(${fileFields})`,
      supportsAllDrives: true,
      includeItemsFromAllDrives: true,
      ...(driveId !== undefined && { corpora: 'drive', driveId }),
      ...(pageToken !== undefined && { pageToken }),
    };
    const what = `folder ${parents[0]}`;
    const data = await client.send(
      ({ drive }, options) => drive.files.list(params, options),
      { what, scopes: metadataScopes },
      context,
    );
    const page = parseResponse(pageSchema, data, what);
    files.push(...page.files);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && files.length <= maxFiles + maxFolders);
  return files;
}
