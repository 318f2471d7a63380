import { baseUrlOf } from '@prompts/provider-kit';
import type { ReadyDocs, ReadyDrive } from '../config.ts';
import type { ParsedConfig } from '../config-schema.ts';

/** The server to send requests to, and the credentials to send; or clients that have both. */
export type Access = ServerAccess | { readonly docs: ReadyDocs; readonly drive: ReadyDrive };

/** A server with the credentials of a config or of the factory's options. */
export interface ServerAccess {
  /** With a trailing slash. Undefined: Google's own hosts. */
  readonly rootUrl?: string | undefined;
  readonly auth?: ParsedConfig['auth'];
}

type AccessInputs = Pick<ParsedConfig, 'auth' | 'rootUrl'>;

/**
 * Combines the config of an entry with the factory's defaults. The entry's values take precedence. The factory's credentials are
 * sent only to the factory's server: an entry that names another server doesn't get them.
 * @returns The clients of the defaults if neither contains credentials or a server.
 */
export function resolveAccess(
  { auth, rootUrl }: AccessInputs,
  {
    docs,
    drive,
    ...defaults
  }: AccessInputs & { readonly docs?: ReadyDocs | undefined; readonly drive?: ReadyDrive | undefined },
): Access {
  if (docs && drive && !(auth ?? rootUrl)) return { docs, drive };
  const defaultUrl = parseRootUrl(defaults.rootUrl);
  const url = parseRootUrl(rootUrl) ?? defaultUrl;
  const isDefaultServer = url?.origin === defaultUrl?.origin;
  return { rootUrl: url?.href, auth: auth ?? (isDefaultServer ? defaults.auth : undefined) };
}

/** Represents the Application Default Credentials of this machine. A function is never equal to those of other processes. */
const thisMachine = () => undefined;

/**
 * Returns a value that identifies an access. Every machine has different Application Default Credentials: without the function,
 * processes with different credentials would share texts in a store.
 */
export function identifyAccess(access: Access): object {
  if (!('auth' in access && access.auth && 'applicationDefault' in access.auth)) return access;
  return { ...access, auth: { ...access.auth, applicationDefault: thisMachine } };
}

/** Parses a `rootUrl`. @returns undefined for Google's own hosts. */
function parseRootUrl(rootUrl: string | undefined): URL | undefined {
  const url = rootUrl === undefined ? undefined : baseUrlOf(rootUrl, 'gdocs');
  return url === undefined || isGoogleHost(url.hostname) ? undefined : url;
}

/** Returns whether a host is one of Google's APIs, whose requests go to `rootUrl` if it is set. */
export function isGoogleHost(hostname: string): boolean {
  return /(^|\.)googleapis\.com$/.test(hostname) || hostname === 'docs.google.com';
}
