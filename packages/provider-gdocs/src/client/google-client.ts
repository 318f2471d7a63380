import type { LoadContext, PromptError } from '@prompts/core';
import { type GuardedFetch, rejectOnAbort, retrying } from '@prompts/provider-kit';
import type { ReadyDocs, ReadyDrive } from '../config.ts';
import { gdocsError } from '../gdocs-error.ts';
import type { Access } from './access.ts';
import { type Authorize, createAuthorize } from './authorization.ts';
import { createFetch } from './create-fetch.ts';
import { errorFromFailure } from './errors.ts';
import { findFailure, findPromptError, type GoogleFailure } from './google-failure.ts';
import { networkCodeOf } from './network-code.ts';
import { errorFromSignIn } from './sign-in-error.ts';

/** The SDK's clients. */
export interface GoogleApis {
  readonly docs: ReadyDocs;
  readonly drive: ReadyDrive;
}

/** The options of every call of the SDK. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** Undefined for a client of the app, which has its own. */
  readonly headers?: Headers;
  readonly retry: false;
}

/** Describes a request, for errors. */
export interface About {
  /** What is requested, such as `document 1AbC`. */
  readonly what: string;
  /** The scopes, one of which is needed, such as `drive.readonly`. */
  readonly scopes: string;
  /** Creates a more specific error for a failure of this request; undefined for other failures. */
  readonly explain?: ((failure: GoogleFailure) => PromptError | undefined) | undefined;
  /** Whether a failure is an expected result: `send` then returns undefined. */
  readonly accepts?: ((failure: GoogleFailure) => boolean) | undefined;
}

/** Sends requests with the credentials of one access. */
export interface GoogleClient {
  /**
   * Sends a request. A rate limit or an outage is retried once.
   * @returns The data of the response, not validated.
   * @throws A PromptError, or the reason of the signal if it is aborted.
   */
  send(
    call: (apis: GoogleApis, options: CallOptions) => Promise<{ readonly data: unknown }>,
    about: About,
    context: Pick<LoadContext, 'signal'>,
  ): Promise<unknown>;
}

export function createGoogleClient(access: Access, guarded: GuardedFetch): GoogleClient {
  const isReady = 'docs' in access;
  const fetch = createFetch(isReady ? undefined : access.rootUrl, guarded);
  const authorize: Authorize | undefined = isReady ? undefined : createAuthorize(access, fetch);
  let apis: Promise<GoogleApis> | undefined = isReady ? Promise.resolve(access) : undefined;

  return {
    send(call, about, { signal }) {
      const attempt = async () => {
        apis ??= importApis(fetch);
        const headers = await authorize?.();
        return (await call(await apis, { signal, retry: false, ...(headers && { headers }) })).data;
      };
      return retrying(() => mapErrors(rejectOnAbort(attempt(), signal), about, signal), { signal, attempts: 2 });
    },
  };
}

/** Imports only the needed parts of the SDK. All of it takes half a second to load. */
async function importApis(fetchImplementation: typeof globalThis.fetch): Promise<GoogleApis> {
  const [{ docs }, { drive }] = await Promise.all([
    import('googleapis/build/src/apis/docs/index.js'),
    import('googleapis/build/src/apis/drive/index.js'),
  ]);
  return {
    docs: docs({ version: 'v1', fetchImplementation }),
    drive: drive({ version: 'v3', fetchImplementation }),
  };
}

async function mapErrors<Result>(
  work: Promise<Result>,
  about: About,
  signal: AbortSignal,
): Promise<Result | undefined> {
  const { what, scopes, explain, accepts } = about;
  try {
    return await work;
  } catch (thrown) {
    signal.throwIfAborted();
    const known = findPromptError(thrown);
    if (known) throw known;
    const failure = findFailure(thrown);
    // A client of the app requests its own access tokens.
    if (failure?.isSignIn) throw errorFromSignIn(failure);
    if (failure && accepts?.(failure)) return;
    if (failure) throw explain?.(failure) ?? errorFromFailure(failure, what, scopes);
    // The message of a foreign error may contain the request.
    const code = networkCodeOf(thrown);
    if (code !== undefined) throw gdocsError('UNAVAILABLE', `the request for ${what} failed: ${code}`);
    throw gdocsError('AUTH_FAILED', `the request for ${what} could not be sent: check the client and its credentials`);
  }
}
