import type { SecretInput, TlsOptions } from '@prompts/provider-kit';
import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import type { drive_v3 } from 'googleapis/build/src/apis/drive/index.js';

/** An access token that the app creates and renews. */
export interface GoogleTokenAuth {
  /** The token, or a function that returns it, called for every request. */
  readonly token: SecretInput | undefined;
}

/** A service account with a key. */
export interface GoogleServiceAccountAuth {
  /** The account's e-mail address: `client_email` in its key file. Share the documents with it, or set `subject`. */
  readonly clientEmail: string | undefined;
  /** The account's key: `private_key` in its key file, with line breaks or with `\n` in their place. */
  readonly privateKey: SecretInput | undefined;
  /** The e-mail address of the user to impersonate, if the account has domain-wide delegation. */
  readonly subject?: string | undefined;
  /** The scopes to request, such as `documents.readonly`. Default: `drive.readonly`. */
  readonly scopes?: readonly string[] | undefined;
}

/** A user who has authorized an OAuth client. */
export interface GoogleOAuthAuth {
  readonly clientId: string | undefined;
  readonly clientSecret: SecretInput | undefined;
  readonly refreshToken: SecretInput | undefined;
}

/** Application Default Credentials: `GOOGLE_APPLICATION_CREDENTIALS`, gcloud's file, or the metadata server of Google Cloud. */
export interface GoogleDefaultAuth {
  readonly applicationDefault: true;
  /** The scopes to request, such as `documents.readonly`. Default: `drive.readonly`. */
  readonly scopes?: readonly string[] | undefined;
}

/** A client of google-auth-library, or anything else that creates the headers of a request. */
export interface GoogleAuthClient {
  getRequestHeaders(url?: string | URL): Promise<Headers>;
}

/** Credentials. */
export type GoogleAuth =
  | GoogleTokenAuth
  | GoogleServiceAccountAuth
  | GoogleOAuthAuth
  | GoogleDefaultAuth
  | GoogleAuthClient;

/** The keys that entries and the factory's options have in common. */
export interface GoogleDocsAccess {
  /** Credentials. */
  readonly auth?: GoogleAuth | undefined;
  /**
   * Another server that serves Google's APIs, such as a proxy: `https://google.corp.example`. It receives all requests, including those for
   * access tokens.
   */
  readonly rootUrl?: string | undefined;
}

/** The config of one document. */
export interface GoogleDocumentConfig extends GoogleDocsAccess {
  /** The document's id, or its URL as copied from the browser. */
  readonly documentId: string;
  /** The title or the id (`t.…`) of the only tab to read. Default: all tabs, each under its title if there are several. */
  readonly tab?: string | undefined;
  /** The revision to read, as `versions` returned it. Default: the current one. Can't be combined with `tab`. */
  readonly version?: string | undefined;
  /** The names of the variables. All others are escaped: `{{name}}` becomes `\{{name}}`. Default: every `{{name}}` is a variable. */
  readonly variables?: readonly string[] | undefined;
  readonly folderId?: undefined;
}

/** The config of a collection, an entry named `name/*`: all documents in a folder of Drive and its subfolders. */
export interface GoogleFolderConfig extends GoogleDocsAccess {
  /** The folder's id, or its URL as copied from the browser. */
  readonly folderId: string;
  /** The names of the variables, as for a document. */
  readonly variables?: readonly string[] | undefined;
  readonly documentId?: undefined;
  readonly tab?: undefined;
  readonly version?: undefined;
}

/** The `config` of an entry with `provider: 'gdocs'`. */
export type GoogleDocsConfig = GoogleDocumentConfig | GoogleFolderConfig;

/** The options of {@link gdocs}: defaults for all entries, and options that only the app may set. */
export interface GoogleDocsOptions extends GoogleDocsAccess {
  /** Hosts that may be private or use plain `http:`, such as `127.0.0.1` or `*.corp.example`. Default: none. */
  readonly allowHosts?: readonly string[] | undefined;
  /**
   * The URL of a proxy, such as `http://user:password@proxy.example:3128`, or false for none. Default: the proxy that the environment
   * variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` specify.
   */
  readonly proxy?: string | false | undefined;
  /** The authorities to trust, and a client certificate. Default: the authorities that Node trusts. */
  readonly tls?: TlsOptions | undefined;
  /** The app's own client of the Docs API, with its credentials and network settings. Used, with `drive`, for entries without `auth` and `rootUrl`. */
  readonly docs?: ReadyDocs | undefined;
  /** The app's own client of the Drive API. */
  readonly drive?: ReadyDrive | undefined;
}

/** The parts of a Docs client that the provider uses. The client of `@googleapis/docs` also has them. */
export interface ReadyDocs {
  readonly documents: Pick<docs_v1.Resource$Documents, 'get'>;
}

/** The parts of a Drive client that the provider uses. The client of `@googleapis/drive` also has them. */
export interface ReadyDrive {
  readonly files: Pick<drive_v3.Resource$Files, 'get' | 'list' | 'export'>;
  readonly changes: Pick<drive_v3.Resource$Changes, 'getStartPageToken' | 'list' | 'watch'>;
  readonly revisions: Pick<drive_v3.Resource$Revisions, 'get' | 'list'>;
  readonly channels: Pick<drive_v3.Resource$Channels, 'stop'>;
}
