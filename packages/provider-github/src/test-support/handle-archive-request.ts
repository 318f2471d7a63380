import type { State } from './state.ts';
import { createTarball } from './tarball/create-tarball.ts';

/** Handles requests to the archive host, which does not know the tokens of the API. */
export async function handleArchiveRequest(state: State, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (request.headers.has('authorization')) return textResponse(400, 'Tokens of the API must not be sent to this host');
  const [, fullName = '', ref = ''] = /^\/([^/]+\/[^/]+)\/legacy\.tar\.gz\/(.+)$/.exec(pathname) ?? [];
  const repository = state.findByName(fullName);
  const commit = repository?.find(decodeURIComponent(ref));
  if (repository === undefined || commit === undefined) return textResponse(404, '404: Not Found');
  if (repository.private && !state.consumeArchiveToken(searchParams.get('token') ?? '', repository))
    return textResponse(404, '404: Not Found');
  const file = `${repository.fullName.replace('/', '-')}-${commit.sha.slice(0, 7)}.tar.gz`;
  const headers = { 'content-type': 'application/x-gzip', 'content-disposition': `attachment; filename=${file}` };
  return new Response(Uint8Array.from(await createTarball(repository, commit)), { headers });
}

const textResponse = (status: number, body: string) =>
  new Response(body, { status, headers: { 'content-type': 'text/plain' } });
