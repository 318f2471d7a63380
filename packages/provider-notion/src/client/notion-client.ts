import type { Client } from '@notionhq/client';
import type { LoadContext } from '@prompts/core';
import { type GuardedFetch, isSecret, rejectOnAbort, retrying, Secret } from '@prompts/provider-kit';
import type { Access } from './access.ts';
import { invalidResponse, toPromptError } from './errors.ts';
import { RequestBudget } from './request-budget.ts';

/** Makes a request with the SDK's client. `auth` contains the token, and is empty for a client of the app. */
type Call<Result> = (notion: Client, auth: { readonly auth?: string }) => Promise<Result>;

/** Sends requests to Notion's API with one access. Adds the token, keeps to the rate limit, and converts failures to `PromptError`s. */
export interface NotionClient {
  /**
   * Sends one request. A temporary failure is retried once.
   * @param what What is requested, for errors: `page 2f1c…`.
   * @throws A PromptError, or the reason of the signal if it is aborted.
   */
  send<Result>(call: Call<Result>, what: string, context: Pick<LoadContext, 'signal'>): Promise<Result>;
  /**
   * Records the current time.
   * @returns A function that converts it to Notion's clock, in epoch ms. Until a response contains the time, the local clock is used.
   */
  markTime(): () => number;
}

/** Effectively none: our own limits end requests earlier. */
const sdkTimeoutMs = 2 ** 31 - 1;

/** @param access With a client of the app, that client adds its own token and server. */
export function createNotionClient(access: Access, fetch: GuardedFetch, requestsPerSecond: number): NotionClient {
  const budget = new RequestBudget(requestsPerSecond);
  let clockDifferenceMs = 0;

  async function createSdk(signal: AbortSignal): Promise<Client> {
    if ('client' in access) return access.client;
    const { Client, LogLevel } = await import('@notionhq/client');
    return new Client({
      baseUrl: access.baseUrl,
      retry: false,
      logLevel: LogLevel.ERROR,
      logger: () => {},
      timeoutMs: sdkTimeoutMs,
      // The SDK does not accept a signal.
      fetch: (async (url, init) => {
        const { method, headers, body } = init ?? {};
        const response = await fetch(url, { method, headers, body, signal } as RequestInit);
        const serverMs = Date.parse(response.headers.get('date') ?? '');
        if (!Number.isNaN(serverMs)) clockDifferenceMs = serverMs - Date.now();
        return response;
      }) satisfies typeof globalThis.fetch as never,
    });
  }

  async function reveal(signal: AbortSignal): Promise<string | undefined> {
    if ('client' in access) return undefined;
    const secret = isSecret(access.token) ? access.token : new Secret(access.token);
    return rejectOnAbort(secret.reveal(), signal);
  }

  /** @param rejected The token that Notion has just rejected, if any. */
  async function sendOnce<Result>(
    call: Call<Result>,
    what: string,
    signal: AbortSignal,
    rejected?: string,
  ): Promise<Result> {
    signal.throwIfAborted();
    const token = await reveal(signal);
    await budget.take(signal);
    try {
      const result = await rejectOnAbort(
        call(await createSdk(signal), token === undefined ? {} : { auth: token }),
        signal,
      );
      if (typeof result !== 'object' || result === null) throw invalidResponse(what, 'is not an object');
      return result;
    } catch (thrown) {
      signal.throwIfAborted();
      const error = toPromptError(thrown, what, token);
      if (error.code === 'RATE_LIMITED' && error.retryAfter !== undefined) budget.pause(error.retryAfter);
      if (error.code !== 'AUTH_FAILED' || rejected !== undefined || token === undefined) throw error;
      const renewed = await reveal(signal);
      if (renewed === token) throw error;
      return sendOnce(call, what, signal, token);
    }
  }

  return {
    send: (call, what, { signal }) =>
      retrying(() => sendOnce(call, what, signal), { signal, attempts: 2, longestWait: 3 }),
    markTime() {
      const localMs = Date.now();
      return () => localMs + clockDifferenceMs;
    },
  };
}
