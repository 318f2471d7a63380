import { apiError, notFound } from './api-error.ts';
import { type DriveState, documentType, type Revision, type StoredFile } from './drive-state.ts';
import type { Route } from './route.ts';
import { writeExport } from './write-export.ts';

const metadata = ['drive.metadata.readonly', 'drive.readonly'];
const download = ['drive.readonly'];

/** The methods of the Drive API that the provider calls. */
export function driveRoutes(
  state: DriveState,
  limits: { readonly listPageSize: number; readonly maxExportBytes: number; readonly isMember: boolean },
): Route[] {
  const withFile = (id: string | undefined, respond: (file: StoredFile) => Response) => {
    const file = state.files.get(id ?? '');
    return file ? respond(file) : notFound(id ?? '');
  };
  return [
    {
      method: 'drive.changes.getStartPageToken',
      scopes: metadata,
      path: /^\/drive\/v3\/changes\/startPageToken$/,
      respond: ({ query }) =>
        query.has('driveId') && !limits.isMember
          ? notFound(query.get('driveId') ?? '')
          : Response.json({ kind: 'drive#startPageToken', startPageToken: String(state.changes.length) }),
    },
    {
      method: 'drive.changes.list',
      scopes: metadata,
      path: /^\/drive\/v3\/changes$/,
      respond: ({ query }) => listChanges(state, query, limits.isMember),
    },
    {
      method: 'drive.files.list',
      scopes: metadata,
      path: /^\/drive\/v3\/files$/,
      respond: ({ query }) =>
        query.has('driveId') && !limits.isMember
          ? notFound(query.get('driveId') ?? '')
          : listFiles(state, query, limits),
    },
    {
      method: 'drive.files.export',
      scopes: download,
      path: /^\/drive\/v3\/files\/(?<id>[^/]+)\/export$/,
      isDownload: true,
      respond: ({ id }) => withFile(id, (file) => exportFile(file, limits.maxExportBytes)),
    },
    {
      method: 'drive.revisions.list',
      scopes: metadata,
      path: /^\/drive\/v3\/files\/(?<id>[^/]+)\/revisions$/,
      respond: ({ id }) =>
        withFile(id, ({ revisions }) =>
          Response.json({ kind: 'drive#revisionList', revisions: revisions.map((each) => revisionJson(each)) }),
        ),
    },
    {
      method: 'drive.revisions.get',
      scopes: metadata,
      path: /^\/drive\/v3\/files\/(?<id>[^/]+)\/revisions\/(?<part>[^/]+)$/,
      respond: ({ id, part }) =>
        withFile(id, ({ revisions }) => {
          const revision = revisions.find((each) => each.id === part);
          return revision ? Response.json(revisionJson(revision, id)) : notFound(part ?? '');
        }),
    },
    {
      method: 'drive.files.get',
      scopes: metadata,
      path: /^\/drive\/v3\/files\/(?<id>[^/]+)$/,
      respond: ({ id }) => withFile(id, (file) => Response.json(fileJson(file))),
    },
    {
      scopes: download,
      path: /^\/feeds\/download\/documents\/export\/Export$/,
      isDownload: true,
      respond: ({ query }) =>
        withFile(query.get('id') ?? '', ({ revisions }) => {
          const revision = revisions.find(({ id }) => id === query.get('revision'));
          return revision ? markdownResponse(revision, limits.maxExportBytes) : notFound('');
        }),
    },
  ];
}

function fileJson({ revisions: _, ...file }: StoredFile): object {
  return { kind: 'drive#file', ...file };
}

function revisionJson({ id, modifiedTime }: Revision, fileId?: string): object {
  const address = `https://docs.google.com/feeds/download/documents/export/Export?id=${fileId}&revision=${id}&exportFormat=markdown`;
  const user = { displayName: 'Ada Lovelace', emailAddress: 'ada@company.example' };
  const exportLinks = fileId === undefined ? {} : { exportLinks: { 'text/markdown': address } };
  return { kind: 'drive#revision', id, modifiedTime, mimeType: documentType, lastModifyingUser: user, ...exportLinks };
}

function exportFile(file: StoredFile, maxBytes: number): Response {
  if (file.mimeType !== documentType)
    return apiError(403, 'fileNotExportable', 'Export only supports Docs Editors files.');
  if (file.capabilities?.canDownload === false)
    return apiError(403, 'cannotDownloadFile', 'The user cannot download this file.');
  return markdownResponse(file.revisions.at(-1) as Revision, maxBytes);
}

function markdownResponse({ tabs, bytes }: Revision, maxBytes: number): Response {
  const body = bytes ? Uint8Array.from(bytes) : writeExport(tabs);
  if (typeof body === 'string' && Buffer.byteLength(body) > maxBytes) {
    return apiError(403, 'exportSizeLimitExceeded', 'This file is too large to be exported.');
  }
  return new Response(body, { headers: { 'content-type': 'text/markdown' } });
}

/** Lists changes. Those of files in a shared drive are in the list of the drive, and in that of a user only if the user is not a member. */
function listChanges({ changes, files, drives }: DriveState, query: URLSearchParams, isMember: boolean): Response {
  const start = Number(query.get('pageToken'));
  if (!Number.isInteger(start) || start > changes.length) return apiError(400, 'invalid', 'Invalid Value');
  const driveId = query.get('driveId') ?? undefined;
  const isListed = (id: string) => (!isMember && driveId === undefined) || drives.get(id) === driveId;
  const changed = [...new Set(changes.slice(start))].filter(isListed).map((fileId) => {
    const file = files.get(fileId);
    return { kind: 'drive#change', changeType: 'file', fileId, removed: !file, ...(file && { file: fileJson(file) }) };
  });
  return Response.json({ kind: 'drive#changeList', newStartPageToken: String(changes.length), changes: changed });
}

function listFiles(
  { files }: DriveState,
  query: URLSearchParams,
  { listPageSize: pageSize, isMember }: { readonly listPageSize: number; readonly isMember: boolean },
): Response {
  const parents = [...(query.get('q') ?? '').matchAll(/'([^']+)' in parents/g)].map(([, id]) => id);
  const types = [...(query.get('q') ?? '').matchAll(/mimeType = '([^']+)'/g)].map(([, type]) => type);
  const isListed = ({ parents: own, mimeType, trashed, driveId }: StoredFile) =>
    (own ?? []).some((id) => parents.includes(id)) &&
    types.includes(mimeType ?? '') &&
    !trashed &&
    (!isMember || (query.get('driveId') ?? undefined) === (driveId ?? undefined));
  const found = [...files.values()].filter(isListed);
  const start = Number(query.get('pageToken') ?? 0);
  const end = start + Math.min(pageSize, Number(query.get('pageSize') ?? 100));
  return Response.json({
    kind: 'drive#fileList',
    files: found.slice(start, end).map(fileJson),
    ...(end < found.length && { nextPageToken: String(end) }),
  });
}
