import type { ListContext, ListedPrompt } from '@prompts/core';
import type { ParsedConfig, ParsedFolder } from '../config-schema.ts';
import { mimeTypes } from '../drive/drive-file.ts';
import { type FolderContents, type FolderItem, listFolder, readFolder } from '../drive/list-folder.ts';
import { type ChangeLog, type DriveChange, readChanges, startLog } from '../drive/read-changes.ts';
import { metadataScopes } from '../drive/read-file.ts';
import { gdocsError } from '../gdocs-error.ts';
import type { Session } from '../session.ts';

type Listing = readonly ListedPrompt<ParsedConfig>[];

/** The contents from which each listing was created, and the position up to which changes are known. */
const origins = new WeakMap<Listing, { readonly contents: FolderContents; readonly log: ChangeLog }>();

/**
 * Lists the documents of a folder.
 * @returns The members, named after their paths below the folder. If nothing changed, which takes one request, the previous listing object.
 */
export async function list(
  config: ParsedFolder,
  session: Session,
  context: ListContext<ParsedConfig>,
): Promise<Listing> {
  const { client } = session;
  const { previousList } = context;
  const origin = previousList && origins.get(previousList);
  const read = origin && (await readChanges(origin.log, client, context));
  if (previousList && read && !read.changes.some((change) => concerns(change, origin.contents))) {
    origins.set(previousList, { contents: origin.contents, log: read.log });
    return previousList;
  }
  const folder = await readFolder(config.folderId, client, context);
  // Only members of a shared drive can read its list of changes.
  const log =
    read?.log ?? (await startLog(folder.driveId, client, context)) ?? (await startLog(undefined, client, context));
  if (log === undefined) {
    throw gdocsError(
      'FORBIDDEN',
      `folder ${config.folderId} can't be listed with these credentials: authorize ${metadataScopes}`,
    );
  }
  const contents = await listFolder(folder, log.driveId, client, context);
  const documents = findDocuments(contents);
  session.keepListed(documents.flatMap(({ file }) => (file.mimeType === mimeTypes.document ? [file] : [])));
  const listing = documents.map((item) => createMember(item, config));
  origins.set(listing, { contents, log });
  return listing;
}

/** Returns whether a change may affect the listing: a change of something in it, or of something that is now in one of its folders. */
function concerns({ fileId = '', file }: DriveChange, { items, folders }: FolderContents): boolean {
  const isBelow = (file?.parents ?? []).some((id) => folders.has(id));
  return isBelow || folders.has(fileId) || items.some((item) => item.file.id === fileId);
}

/** Finds the documents in the folder and those that shortcuts lead to, each once. */
function findDocuments({ items }: FolderContents): FolderItem[] {
  const found = new Map<string, FolderItem>();
  for (const item of items.toSorted(byPath)) {
    const { mimeType, id, shortcutDetails } = item.file;
    if (mimeType === mimeTypes.document) found.set(id, item);
    else if (shortcutDetails?.targetMimeType === mimeTypes.document) {
      const target = shortcutDetails.targetId;
      if (!found.has(target)) found.set(target, item);
    }
  }
  return [...found.values()].toSorted(byPath);
}

function byPath(one: FolderItem, other: FolderItem): number {
  const [a, b] = [one, other].map(({ path, file }) => `${path}\0${file.id}`) as [string, string];
  return a < b ? -1 : a > b ? 1 : 0;
}

function createMember({ file, path }: FolderItem, config: ParsedFolder): ListedPrompt<ParsedConfig> {
  const { folderId: _, ...shared } = config;
  const { id, mimeType, shortcutDetails, version } = file;
  const documentId = shortcutDetails?.targetId ?? id;
  // The version of a shortcut says nothing about its document.
  return { name: path, config: { ...shared, documentId }, ...(mimeType === mimeTypes.document && { version }) };
}
