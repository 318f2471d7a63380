import { posix } from 'node:path';
import { ApiError, notFound } from '../api-error.ts';
import type { TreeEntry } from '../git/tree.ts';
import { type Answer, base64Lines, encodePath, json, type RepositoryCall, raw, wants } from './api-response.ts';
import { htmlUrl } from './commit-json.ts';

const megabyte = 1024 * 1024;
const mostEntries = 1_000;

/** `contents/{path}`: a file, a folder, a symlink or a submodule. */
export function contents(call: RepositoryCall, path: string): Answer {
  const { repository, query } = call;
  if (repository.refs.size === 0) throw new ApiError(404, 'This repository is empty.');
  const ref = query.get('ref') ?? repository.defaultBranch;
  const commit = repository.find(ref);
  if (commit === undefined) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const cleanPath = path.replace(/\/+$/, '');
  const entry = repository.store.at(commit.tree, cleanPath);
  if (entry === undefined) throw notFound();
  if (entry.mode === '040000') return folder(call, cleanPath, ref, entry);
  if (entry.mode === '160000')
    return json({ ...described(call, cleanPath, ref, entry), ...submodule(call, cleanPath) });
  return file(call, cleanPath, ref, commit.tree, entry);
}

function folder(call: RepositoryCall, path: string, ref: string, entry: TreeEntry): Answer {
  const inside = [...(call.repository.store.tree(entry.sha) ?? [])].slice(0, mostEntries);
  const entries = inside.map(([name, child]) => described(call, path === '' ? name : `${path}/${name}`, ref, child));
  return json(wants(call, 'object') ? { ...described(call, path, ref, entry), entries } : entries);
}

function file(call: RepositoryCall, path: string, ref: string, tree: string, entry: TreeEntry): Answer {
  const { store } = call.repository;
  const bytes = store.blob(entry.sha) ?? new Uint8Array();
  const link = entry.mode === '120000' ? Buffer.from(bytes).toString() : undefined;
  const target = link === undefined ? entry : linkedFile(call, tree, posix.join(posix.dirname(path), link));
  if (target === undefined) return json({ ...described(call, path, ref, entry), type: 'symlink', target: link });
  const content = store.blob(target.sha) ?? new Uint8Array();
  if (content.length > 100 * megabyte) {
    const errors = [{ resource: 'Blob', field: 'data', code: 'too_large' }];
    throw new ApiError(403, 'This API returns blobs up to 100 MB in size.', { errors });
  }
  if (wants(call, 'raw')) return raw(content, 'raw');
  const body =
    content.length > megabyte
      ? { content: '', encoding: 'none' }
      : { content: base64Lines(content), encoding: 'base64' };
  return json({ ...described(call, path, ref, target), ...body });
}

/** The normal file a symlink means; undefined when it means anything else. */
function linkedFile({ repository: { store } }: RepositoryCall, tree: string, path: string): TreeEntry | undefined {
  const entry = path.startsWith('..') || path.startsWith('/') ? undefined : store.at(tree, path);
  return entry?.mode === '100644' || entry?.mode === '100755' ? entry : undefined;
}

function described({ repository, url }: RepositoryCall, path: string, ref: string, entry: TreeEntry) {
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
    // Folders list submodules as files, for compatibility.
    type: isFolder ? 'dir' : entry.mode === '120000' ? 'symlink' : 'file',
    _links: { self, git, html },
  };
}

function submodule({ repository }: RepositoryCall, path: string) {
  const url = `git://github.com/${repository.owner}/${posix.basename(path)}.git`;
  return { type: 'submodule', submodule_git_url: url, download_url: null };
}
