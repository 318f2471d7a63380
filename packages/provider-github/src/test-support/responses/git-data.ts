import { ApiError, emptyRepository, notFound } from '../api-error.ts';
import { typeOfMode } from '../git/tree.ts';
import { type Answer, base64Lines, json, nodeId, type RepositoryCall, raw, wants } from './api-response.ts';
import { gitCommitJson } from './commit-json.ts';

/** `git/ref/{ref}` */
export function getRef({ repository, url }: RepositoryCall, name: string): Answer {
  if (repository.refs.size === 0) throw emptyRepository();
  const ref = `refs/${name}`;
  const sha = repository.refs.get(ref);
  if (sha === undefined) throw notFound();
  const type = repository.store.tags.has(sha) ? 'tag' : 'commit';
  const object = { sha, type, url: `${url}/git/${type}s/${sha}` };
  return json({ ref, node_id: nodeId('Ref', ref), url: `${url}/git/${ref}`, object });
}

/** `git/trees/{sha}`, where a name of a commit does as well, `name:path` too. */
export function getTree({ repository, state, query, url }: RepositoryCall, name: string): Answer {
  const { store } = repository;
  if (repository.refs.size === 0) throw emptyRepository();
  const [rev = '', path = ''] = name.split(':');
  const root = store.tree(rev) === undefined ? repository.find(rev)?.tree : rev;
  const entry = root === undefined ? undefined : store.at(root, path);
  if (entry?.mode !== '040000') throw notFound();
  const limit = query.get('recursive') ? state.treeLimit : Number.POSITIVE_INFINITY;
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
  return json({ sha: entry.sha, url: `${url}/git/trees/${entry.sha}`, tree, truncated });
}

/** `git/blobs/{sha}` */
export function getBlob(call: RepositoryCall, sha: string): Answer {
  const { repository, url } = call;
  const bytes = repository.store.blob(sha);
  if (bytes === undefined) throw /^[0-9a-f]{40}$/.test(sha) ? notFound() : invalidSha();
  if (wants(call, 'raw')) return raw(bytes, 'raw');
  const content = { content: base64Lines(bytes), encoding: 'base64' };
  return json({ sha, node_id: nodeId('Blob', sha), size: bytes.length, url: `${url}/git/blobs/${sha}`, ...content });
}

/** `git/commits/{sha}` */
export function getGitCommit(call: RepositoryCall, sha: string): Answer {
  const commit = call.repository.store.commits.get(sha);
  if (commit === undefined) throw notFound();
  return json(gitCommitJson(call, commit));
}

const invalidSha = () =>
  new ApiError(422, 'The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
