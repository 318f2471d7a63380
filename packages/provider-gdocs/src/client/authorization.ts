import { Secret } from '@prompts/provider-kit';
import type { ServerAccess } from './access.ts';

/** Returns the headers that authorize a request. */
export type Authorize = () => Promise<Headers>;

/**
 * Creates the function that authorizes requests. It imports the SDK at its first call, unless the credentials are a token.
 * @param fetch For requests for access tokens. A client that the app made uses its own.
 */
export function createAuthorize({ auth }: ServerAccess, fetch: typeof globalThis.fetch): Authorize {
  if (auth === undefined) return async () => new Headers();
  if ('getRequestHeaders' in auth) return async () => new Headers(await auth.getRequestHeaders());
  if ('token' in auth) {
    const token = new Secret(auth.token);
    return async () => new Headers({ authorization: `Bearer ${await token.reveal()}` });
  }
  let client: Promise<{ getRequestHeaders(): Promise<Headers> }> | undefined;
  return async () => {
    client ??= createClient(auth, fetch).catch((error: unknown) => {
      client = undefined;
      throw error;
    });
    return (await client).getRequestHeaders();
  };
}

type StoredAuth = Exclude<
  NonNullable<ServerAccess['auth']>,
  { readonly token: unknown } | { getRequestHeaders: unknown }
>;

async function createClient(given: StoredAuth, fetch: typeof globalThis.fetch) {
  const { auth } = await import('googleapis/build/src/apis/docs/index.js');
  const transporterOptions = { fetchImplementation: fetch };
  // The library would log requests, with their secrets, if an environment variable asks for that.
  const silent = { useAuthRequestParameters: false };
  const { transporter } = new auth.OAuth2({ transporterOptions, ...silent });
  // The SDK asks for retries in each request for a token. Ours decide.
  transporter.interceptors.request.add({
    resolved: async (request) => Object.assign(request, { retry: false, retryConfig: undefined }),
  });
  if ('clientEmail' in given) {
    const { clientEmail: email, privateKey, subject, scopes } = given;
    const key = (await new Secret(privateKey).reveal()).replaceAll('\\n', '\n');
    return new auth.JWT({ email, key, scopes, ...(subject !== undefined && { subject }), transporter, ...silent });
  }
  if ('clientId' in given) {
    const { clientId, clientSecret, refreshToken } = given;
    const client = new auth.OAuth2({
      clientId,
      clientSecret: await new Secret(clientSecret).reveal(),
      transporter,
      ...silent,
    });
    client.setCredentials({ refresh_token: await new Secret(refreshToken).reveal() });
    return client;
  }
  // Without a project, the library runs gcloud to find one. Nothing here needs it.
  const google = new auth.GoogleAuth({
    scopes: given.scopes,
    projectId: 'unused',
    clientOptions: { transporter, ...silent },
  });
  return google.getClient();
}
