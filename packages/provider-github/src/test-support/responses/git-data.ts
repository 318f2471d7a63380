import { ApiError, emptyRepository, notFound } from '../api-error.ts';
import { typeOfMode } from '../git/tree.ts';
import { accepts, type RepositoryCall } from './api-call.ts';
import { type ApiResponse, jsonResponse, rawResponse } from './api-response.ts';
import { gitCommitJson } from './commit-json.ts';
import { base64Lines, nodeId } from './encoding.ts';

/** `git/ref/{ref}` */
export function getRef({ repository, url }: RepositoryCall, name: string): ApiResponse {
  if (repository.refs.size === 0) throw emptyRepository();
  const ref = `refs/${name}`;
  const sha = repository.refs.get(ref);
  if (sha === undefined) throw notFound();
  const type = repository.store.tags.has(sha) ? 'tag' : 'commit';
  const object = { sha, type, url: `${url}/git/${type}s/${sha}` };
  return jsonResponse({ ref, node_id: nodeId('Ref', ref), url: `${url}/git/${ref}`, object });
}

/** `git/trees/{sha}`; also accepts the name of a commit, and `name:path`. */
export function getTree({ repository, state, query, url }: RepositoryCall, name: string): ApiResponse {
  const { store } = repository;
  if (repository.refs.size === 0) throw emptyRepository();
  const [rev = '', path = ''] = name.split(':');
  const root = store.tree(rev) === undefined ? repository.find(rev)?.tree : rev;
  const entry = root === undefined ? undefined : store.findEntry(root, path);
  if (entry?.mode !== '040000') throw notFound();
  const limit = query.get('recursive') ? state.maxTreeEntries : Number.POSITIVE_INFINITY;
  const entries = query.get('recursive') ? store.walk(entry.sha) : (store.tree(entry.sha) ?? []);
  const tree: unknown[] = [];
  let truncated = false;
  for (const [path, { mode, sha }] of entries) {
    truncated = tree.length >= limit;
    if (truncated) break;
    const type = typeOfMode(mode);
    const size = type === 'blob' && { size: store.blob(sha)?.length };
    tree.push({ path, mode, type, sha, ...size, ...(type !== 'commit' && { url: `${url}/git/${type}s/${sha}` }) });
  }
  return jsonResponse({ sha: entry.sha, url: `${url}/git/trees/${entry.sha}`, tree, truncated });
}

/** `git/blobs/{sha}` */
export function getBlob(call: RepositoryCall, sha: string): ApiResponse {
  const { repository, url } = call;
  const bytes = repository.store.blob(sha);
  if (bytes === undefined) throw /^[0-9a-f]{40}$/.test(sha) ? notFound() : invalidSha();
  if (accepts(call, 'raw')) return rawResponse(bytes, 'raw');
  const content = { content: base64Lines(bytes), encoding: 'base64' };
  return jsonResponse({
    sha,
    node_id: nodeId('Blob', sha),
    size: bytes.length,
    url: `${url}/git/blobs/${sha}`,
    ...content,
  });
}

/** `git/commits/{sha}` */
export function getGitCommit(call: RepositoryCall, sha: string): ApiResponse {
  const commit = call.repository.store.commits.get(sha);
  if (commit === undefined) throw notFound();
  return jsonResponse(gitCommitJson(call, commit));
}

const invalidSha = () =>
  new ApiError(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
