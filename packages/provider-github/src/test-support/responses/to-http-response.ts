import { hash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Credential, Resource } from '../accounts/credential.ts';
import type { ApiResponse } from './api-response.ts';

const compress = promisify(gzip);
const minCompressedBytes = 1_000;

/** Creates the HTTP response: counts the request, compresses, answers conditional requests, and adds GitHub's usual headers. */
export async function toHttpResponse(
  response: ApiResponse,
  request: Request,
  {
    credential,
    resource,
    nowMs,
  }: { readonly credential: Credential; readonly resource: Resource; readonly nowMs: number },
): Promise<Response> {
  const compressed =
    response.bytes.length > minCompressedBytes && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const etag =
    request.method === 'GET' && response.status === 200
      ? createEtag(response, request, credential, compressed)
      : undefined;
  const unchanged = etag !== undefined && matchesEtag(request.headers.get('if-none-match'), etag);
  if (!unchanged || credential.kind === 'anonymous') credential.quotas[resource].spend(response.cost ?? 1);
  const { limit, remaining, reset, used } = credential.quotas[resource].toJson();
  const headers = new Headers({
    date: new Date(nowMs).toUTCString(),
    server: 'github.com',
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With',
    'cache-control': `${credential.kind === 'anonymous' ? 'public' : 'private'}, max-age=60, s-maxage=60`,
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': randomBytes(9).toString('hex').toUpperCase(),
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(reset),
    'x-ratelimit-used': String(used),
    'x-ratelimit-resource': resource,
    ...response.headers,
    ...(etag !== undefined && { etag }),
  });
  if (unchanged) {
    headers.delete('content-type');
    return new Response(null, { status: 304, headers });
  }
  if (compressed) headers.set('content-encoding', 'gzip');
  const bytes = compressed ? await compress(response.bytes, { level: 1 }) : response.bytes;
  return new Response(bytes.length === 0 ? null : Uint8Array.from(bytes), { status: response.status, headers });
}

/** The same content has another ETag for another caller or media type. Compression makes an ETag weak. */
function createEtag(
  { bytes, headers }: ApiResponse,
  request: Request,
  { token }: Credential,
  compressed: boolean,
): string {
  if (headers.etag !== undefined) return headers.etag;
  const seed = `${token}\n${request.headers.get('accept')}\n${hash('sha256', bytes)}`;
  return `${compressed ? 'W/' : ''}"${hash('sha256', seed)}"`;
}

function matchesEtag(condition: string | null, etag: string): boolean {
  const opaqueTag = (tag: string) => tag.trim().replace(/^W\//, '');
  return condition?.split(',').some((tag) => opaqueTag(tag) === opaqueTag(etag) || tag.trim() === '*') ?? false;
}
