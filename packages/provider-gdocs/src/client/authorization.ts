import { Secret } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { isGoogleHost, type ServerAccess } from './access.ts';
import { toSignInError } from './sign-in-error.ts';

/** Returns the headers that authorize a request. */
export type Authorize = () => Promise<Headers>;

type Auth = NonNullable<ParsedConfig['auth']>;
type StoredAuth = Exclude<Auth, { readonly token: unknown } | { getRequestHeaders: unknown }>;
type Fetch = typeof globalThis.fetch;

/**
 * Creates the function that authorizes requests. It imports the SDK at its first call, unless the credentials are a token.
 * @param fetch Sends the requests for access tokens. A client of the app uses its own.
 * @returns A function that rejects only with PromptErrors.
 */
export function createAuthorize({ auth }: ServerAccess, fetch: Fetch): Authorize {
  if (auth === undefined) return async () => new Headers();
  const authorize = createRawAuthorize(auth, fetch);
  return async () => {
    try {
      return await authorize();
    } catch (thrown) {
      throw toSignInError(thrown, auth);
    }
  };
}

/** Creates the function without the conversion of its errors. */
function createRawAuthorize(auth: Auth, fetch: Fetch): Authorize {
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

async function createClient(given: StoredAuth, fetch: Fetch) {
  const { auth } = await import('googleapis/build/src/apis/docs/index.js');
  // Otherwise, an environment variable can make the library log requests with their secrets.
  const silent = { useAuthRequestParameters: false };
  const { transporter } = new auth.OAuth2({
    transporterOptions: { fetchImplementation: 'applicationDefault' in given ? withOtherHosts(fetch) : fetch },
    ...silent,
  });
  // The SDK enables retries in each request for a token. Only our own retries apply.
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
  // Without a project, the library runs gcloud to find one. It is not needed here.
  const google = new auth.GoogleAuth({
    scopes: given.scopes,
    projectId: 'unused',
    clientOptions: { transporter, ...silent },
  });
  const client = await google.getClient();
  // The library creates separate transporters for these parts, for impersonation and workload identity federation.
  for (const name of ['sourceClient', 'stsCredential']) {
    const part: unknown = Reflect.get(client, name);
    if (typeof part === 'object' && part !== null) Object.assign(part, { transporter });
  }
  return client;
}

/** Uses the global `fetch` for hosts that only the file of Application Default Credentials names: the metadata server of another cloud is private. */
function withOtherHosts(fetch: Fetch): Fetch {
  return (input, init) => {
    const { hostname } = new URL(input instanceof Request ? input.url : input);
    return isGoogleHost(hostname) ? fetch(input, init) : globalThis.fetch(input, init);
  };
}
