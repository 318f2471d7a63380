import { createHmac, randomUUID } from 'node:crypto';

/** The request of a webhook delivery. */
export interface SignedDelivery {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/**
 * Signs a webhook delivery as GitHub does.
 * @param payload A string becomes the body as it is, any other value as JSON.
 * @param options `event`: such as `push` or `ping`. `headers`: replace those that GitHub sends.
 */
export function signDelivery(
  payload: unknown,
  secret: string,
  { event = 'push', headers = {} }: { readonly event?: string; readonly headers?: Record<string, string> } = {},
): SignedDelivery {
  const body = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  return {
    headers: new Headers({
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/0000000',
      'x-github-event': event,
      'x-github-delivery': randomUUID(),
      'x-github-hook-id': '1',
      'x-hub-signature-256': `sha256=${signature}`,
      ...headers,
    }),
    body,
  };
}
