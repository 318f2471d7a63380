import { createHmac, randomUUID } from 'node:crypto';

/** One POST of a webhook, as GitHub would send it. */
export interface SignedDelivery {
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** @param event such as `push` or `ping`. */
export function signDelivery(payload: unknown, secret: string, event = 'push'): SignedDelivery {
  const body = Buffer.from(JSON.stringify(payload));
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const headers = new Headers({
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-event': event,
    'x-github-delivery': randomUUID(),
    'x-github-hook-id': '1',
    'x-hub-signature-256': `sha256=${signature}`,
  });
  return { headers, body };
}
