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

/** What a request is about, for errors. */
export interface About {
  /** What is requested, such as `document 1AbC`. */
  readonly what: string;
  /** The scopes of which one is needed, such as `drive.readonly`. */
  readonly scopes: string;
  /** Creates the error for a failure that this request explains better; undefined for the others. */
  readonly explain?: ((failure: GoogleFailure) => PromptError | undefined) | undefined;
  /** Whether a failure is an answer, too: `send` then returns undefined. */
  readonly accepts?: ((failure: GoogleFailure) => boolean) | undefined;
}

/** Sends requests with the credentials of one access. */
export interface GoogleClient {
  /**
   * Sends a request, again after a rate limit or an outage.
   * @returns The data of the response, which may be anything.
   * @throws PromptError
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

/** The SDK's parts that are needed. All of it takes half a second to load. */
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
    // A client of the app signs in by itself.
    if (failure?.isSignIn) throw errorFromSignIn(failure);
    if (failure && accepts?.(failure)) return;
    if (failure) throw explain?.(failure) ?? errorFromFailure(failure, what, scopes);
    // The message of a foreign error may contain the request.
    const code = networkCodeOf(thrown);
    if (code !== undefined) throw gdocsError('UNAVAILABLE', `the request for ${what} failed: ${code}`);
    throw gdocsError(
      'AUTH_FAILED',
      `no request for ${what} could be sent: the client or its credentials are not usable`,
    );
  }
}
