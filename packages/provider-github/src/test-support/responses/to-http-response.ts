import { hash, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Credential, Resource } from '../accounts/credential.ts';
import type { Answer } from './api-response.ts';

const compress = promisify(gzip);
const smallest = 1_000;

/** Makes an answer the response that goes out: quota, ETag, 304, compression, and the headers GitHub always sends. */
export async function toHttpResponse(
  answer: Answer,
  request: Request,
  { credential, resource, now }: { readonly credential: Credential; readonly resource: Resource; readonly now: number },
): Promise<Response> {
  const compressed = answer.bytes.length > smallest && /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  const tag =
    request.method === 'GET' && answer.status === 200 ? etagOf(answer, request, credential, compressed) : undefined;
  const unchanged = tag !== undefined && matches(request.headers.get('if-none-match'), tag);
  if (!unchanged || credential.kind === 'anonymous') credential.quotas[resource].spend(answer.cost ?? 1);
  const { limit, remaining, reset, used } = credential.quotas[resource].toJson();
  const headers = new Headers({
    date: new Date(now).toUTCString(),
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
    ...answer.headers,
    ...(tag !== undefined && { etag: tag }),
  });
  if (unchanged) {
    headers.delete('content-type');
    return new Response(null, { status: 304, headers });
  }
  if (compressed) headers.set('content-encoding', 'gzip');
  const bytes = compressed ? await compress(answer.bytes, { level: 1 }) : answer.bytes;
  return new Response(bytes.length === 0 ? null : Uint8Array.from(bytes), { status: answer.status, headers });
}

/** Another caller or media type gets another tag for the same text; compressing makes a tag weak. */
function etagOf({ bytes, headers }: Answer, request: Request, { token }: Credential, compressed: boolean): string {
  if (headers.etag !== undefined) return headers.etag;
  const seed = `${token}\n${request.headers.get('accept')}\n${hash('sha256', bytes)}`;
  return `${compressed ? 'W/' : ''}"${hash('sha256', seed)}"`;
}

function matches(condition: string | null, tag: string): boolean {
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  return condition?.split(',').some((one) => opaque(one) === opaque(tag) || one.trim() === '*') ?? false;
}
