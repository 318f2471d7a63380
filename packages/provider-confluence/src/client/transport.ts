import { type LoadContext, PromptError, type SourceQuota } from '@prompts/core';
import { type GuardedFetch, rejectOnAbort, retrying, Secret } from '@prompts/provider-kit';
import type { Client } from 'confluence.js/core';
import type { ReadyConfluenceClient } from '../config.ts';
import type { Access, ServerAccess } from './access.ts';
import { errorFromSdk } from './error-from-sdk.ts';
import { errorFromFailure, invalidResponse } from './http-failure.ts';
import { parseQuota } from './parse-quota.ts';

type CallContext = Pick<LoadContext, 'signal'>;
type SendOptions = Parameters<Client['sendRequest']>[0];

/** Sends the requests of one access. */
export interface Transport {
  /** The quota as the last response reported it. */
  readonly quota: SourceQuota | undefined;
  /**
   * Makes a request with functions of the SDK. A temporary failure is retried once, unless the source asks for a long wait.
   * @param what What is requested, for errors: `page 456`.
   * @param request Receives a client that stops when the signal is aborted, and throws only PromptErrors.
   */
  call<Result>(what: string, request: (client: Client) => Promise<Result>, context: CallContext): Promise<Result>;
}

/** Less than the time that core lets a caller wait by default. */
const maxWaitSeconds = 8;

export function createTransport(access: Access, fetch: GuardedFetch): Transport {
  let quota: SourceQuota | undefined;

  async function send(server: ServerAccess, options: SendOptions, what: string, { signal }: CallContext) {
    signal.throwIfAborted();
    const authorization = await rejectOnAbort(createAuthorization(server), signal);
    const { method = 'GET', body } = options;
    const response = await fetch(createUrl(server.baseUrl, options), {
      method,
      signal,
      headers: {
        accept: 'application/json',
        'user-agent': '@prompts/provider-confluence',
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    quota = parseQuota(response.headers) ?? quota;
    const text = await response.text();
    if (!response.ok) throw errorFromFailure({ status: response.status, headers: response.headers, body: text }, what);
    try {
      return JSON.parse(text);
    } catch {
      throw invalidResponse(what, /^\s*</.test(text) ? 'is a web page, such as a login form' : 'is not JSON');
    }
  }

  return {
    get quota() {
      return quota;
    },
    async call(what, request, context) {
      const sendRequest = (options: SendOptions) =>
        'client' in access ? sendWith(access.client, options, what, context) : send(access, options, what, context);
      const client = { sendRequest } as Client;
      return retrying(() => request(client), { signal: context.signal, attempts: 2, longestWait: maxWaitSeconds });
    },
  };
}

/** The app's client does not accept a signal. */
async function sendWith(client: ReadyConfluenceClient, options: SendOptions, what: string, { signal }: CallContext) {
  signal.throwIfAborted();
  try {
    return await rejectOnAbort(client.sendRequest(options), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw PromptError.isInstance(error) ? error : errorFromSdk(error, what);
  }
}

async function createAuthorization({ email, token }: ServerAccess): Promise<string | undefined> {
  if (token === undefined) return undefined;
  const secret = await new Secret(token).reveal();
  return email === undefined ? `Bearer ${secret}` : `Basic ${Buffer.from(`${email}:${secret}`).toString('base64')}`;
}

/** A list becomes a repeated parameter, as in the SDK. */
function createUrl(baseUrl: string, { url, searchParams = {} }: SendOptions): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(searchParams)) {
    for (const item of [value].flat()) if (item !== undefined && item !== null) query.append(name, String(item));
  }
  return `${baseUrl}${url}${query.size === 0 ? '' : `?${query}`}`;
}
