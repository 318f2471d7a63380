import { generateKeyPairSync } from 'node:crypto';
import type { GoogleAuth, GoogleDocsOptions } from '../config.ts';
import { gdocs } from '../gdocs.ts';
import type { Route } from './route.ts';
import { context, startProvider } from './start-provider.ts';

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

/** A service account with a key. */
export const account = { clientEmail: 'prompts@project.iam.gserviceaccount.com', privateKey };

/** Creates the response of the token endpoint with an access token. */
export function grant(token: string, expiresInSeconds = 3600): Response {
  return Response.json({ access_token: token, expires_in: expiresInSeconds, token_type: 'Bearer' });
}

/**
 * Starts Google's token endpoint together with its APIs.
 * @param answer Returns the response of the endpoint. Receives the fields of the request, and a valid token.
 */
export async function startWithTokens(
  answer: (fields: URLSearchParams, token: string) => Response = (_, token) => grant(token),
  more: readonly Route[] = [],
) {
  const bodies: URLSearchParams[] = [];
  let issue = () => '';
  const endpoint: Route = {
    verb: 'POST',
    path: /^\/token$/,
    respond({ body }) {
      const fields = new URLSearchParams(body);
      bodies.push(fields);
      return answer(fields, issue());
    },
  };
  const started = await startProvider(['drive.readonly'], { routes: [endpoint, ...more] });
  issue = () => started.fake.token('drive.readonly');
  started.write('a', 'text');
  const load = async (auth: GoogleAuth, options: GoogleDocsOptions = {}) => {
    const provider = gdocs({ allowHosts: ['127.0.0.1'], rootUrl: started.fake.url, auth, ...options });
    try {
      await provider.load(started.config('a'), context);
      return await provider.load(started.config('a'), context);
    } finally {
      await provider.close?.();
    }
  };
  return { ...started, bodies, load, [Symbol.asyncDispose]: started.close };
}
