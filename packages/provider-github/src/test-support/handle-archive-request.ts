import type { State } from './state.ts';
import { createTarball } from './tarball/create-tarball.ts';

/** Answers what comes to the host archives are downloaded from. It knows nothing of the API's tokens. */
export async function handleArchiveRequest(state: State, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (request.headers.has('authorization')) return text(400, 'The token of the API has no business here');
  const [, fullName = '', ref = ''] = /^\/([^/]+\/[^/]+)\/legacy\.tar\.gz\/(.+)$/.exec(pathname) ?? [];
  const repository = state.byName(fullName);
  const commit = repository?.find(decodeURIComponent(ref));
  if (repository === undefined || commit === undefined) return text(404, '404: Not Found');
  if (repository.private && !state.useArchiveToken(searchParams.get('token') ?? '', repository))
    return text(404, '404: Not Found');
  const file = `${repository.fullName.replace('/', '-')}-${commit.sha.slice(0, 7)}.tar.gz`;
  const headers = { 'content-type': 'application/x-gzip', 'content-disposition': `attachment; filename=${file}` };
  return new Response(Uint8Array.from(await createTarball(repository, commit)), { headers });
}

const text = (status: number, body: string) =>
  new Response(body, { status, headers: { 'content-type': 'text/plain' } });
