import { posix } from 'node:path';
import { ApiError, notFound } from '../api-error.ts';
import type { TreeEntry } from '../git/tree.ts';
import { accepts, type RepositoryCall } from './api-call.ts';
import { type ApiResponse, jsonResponse, rawResponse } from './api-response.ts';
import { htmlUrl } from './commit-json.ts';
import { base64Lines, encodePath } from './encoding.ts';

const megabyteBytes = 1024 * 1024;
const maxEntries = 1_000;

/** `contents/{path}`: a file, a folder, a symlink or a submodule. */
export function getContents(call: RepositoryCall, path: string): ApiResponse {
  const { repository, query } = call;
  if (repository.refs.size === 0) throw new ApiError(404, 'This repository is empty.');
  const ref = query.get('ref') ?? repository.defaultBranch;
  const commit = repository.find(ref);
  if (commit === undefined) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const cleanPath = path.replace(/\/+$/, '');
  const entry = repository.store.findEntry(commit.tree, cleanPath);
  if (entry === undefined) throw notFound();
  if (entry.mode === '040000') return folderResponse(call, cleanPath, ref, entry);
  if (entry.mode === '160000')
    return jsonResponse({ ...entryJson(call, cleanPath, ref, entry), ...submoduleJson(call, cleanPath) });
  return fileResponse(call, cleanPath, ref, commit.tree, entry);
}

function folderResponse(call: RepositoryCall, path: string, ref: string, entry: TreeEntry): ApiResponse {
  const children = [...(call.repository.store.tree(entry.sha) ?? [])].slice(0, maxEntries);
  const entries = children.map(([name, child]) => entryJson(call, path === '' ? name : `${path}/${name}`, ref, child));
  return jsonResponse(accepts(call, 'object') ? { ...entryJson(call, path, ref, entry), entries } : entries);
}

function fileResponse(call: RepositoryCall, path: string, ref: string, tree: string, entry: TreeEntry): ApiResponse {
  const { store } = call.repository;
  const bytes = store.blob(entry.sha) ?? new Uint8Array();
  const link = entry.mode === '120000' ? Buffer.from(bytes).toString() : undefined;
  const target = link === undefined ? entry : findLinkedFile(call, tree, posix.join(posix.dirname(path), link));
  if (target === undefined)
    return jsonResponse({ ...entryJson(call, path, ref, entry), type: 'symlink', target: link });
  const content = store.blob(target.sha) ?? new Uint8Array();
  if (content.length > 100 * megabyteBytes) {
    const errors = [{ resource: 'Blob', field: 'data', code: 'too_large' }];
    throw new ApiError(403, 'This API returns blobs up to 100 MB in size.', { errors });
  }
  if (accepts(call, 'raw')) return rawResponse(content, 'raw');
  const body =
    content.length > megabyteBytes
      ? { content: '', encoding: 'none' }
      : { content: base64Lines(content), encoding: 'base64' };
  return jsonResponse({ ...entryJson(call, path, ref, target), ...body });
}

/** Returns the regular file that a symlink leads to; undefined for any other target. */
function findLinkedFile({ repository: { store } }: RepositoryCall, tree: string, path: string): TreeEntry | undefined {
  const entry = path.startsWith('..') || path.startsWith('/') ? undefined : store.findEntry(tree, path);
  return entry?.mode === '100644' || entry?.mode === '100755' ? entry : undefined;
}

function entryJson({ repository, url }: RepositoryCall, path: string, ref: string, entry: TreeEntry) {
  const isFolder = entry.mode === '040000';
  const encoded = encodePath(path);
  const self = `${url}/contents/${encoded}?ref=${encodeURIComponent(ref)}`;
  const git = `${url}/git/${isFolder ? 'trees' : 'blobs'}/${entry.sha}`;
  const html = `${htmlUrl(repository)}/${isFolder ? 'tree' : 'blob'}/${encodePath(ref)}/${encoded}`;
  return {
    name: posix.basename(path),
    path,
    sha: entry.sha,
    size: repository.store.blob(entry.sha)?.length ?? 0,
    url: self,
    html_url: html,
    git_url: git,
    download_url: isFolder
      ? null
      : `https://raw.githubusercontent.com/${repository.fullName}/${encodePath(ref)}/${encoded}`,
    // For compatibility, GitHub lists submodules in folders as files.
    type: isFolder ? 'dir' : entry.mode === '120000' ? 'symlink' : 'file',
    _links: { self, git, html },
  };
}

function submoduleJson({ repository }: RepositoryCall, path: string) {
  const url = `git://github.com/${repository.owner}/${posix.basename(path)}.git`;
  return { type: 'submodule', submodule_git_url: url, download_url: null };
}
