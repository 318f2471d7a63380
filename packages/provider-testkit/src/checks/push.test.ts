import type { WebhookAdapter } from '@prompts/core';
import { breakProvider, type Provider } from '../test-support/break-provider.ts';
import type { SampleConfig } from '../test-support/sample-provider.ts';
import { testThatChecksCanFail } from '../test-support/test-that-checks-can-fail.ts';
import { pushChecks } from './push.ts';

type Webhook = WebhookAdapter<SampleConfig>;

function withWebhook(change: (original: Webhook) => Partial<Webhook>): Provider {
  return breakProvider(({ webhook }) => ({ webhook: { ...webhook, ...change(webhook) } }));
}

const neverStops = { async [Symbol.asyncDispose]() {} };

/** Reports the same indexes again and again until the provider is closed, even after it was disposed. */
function alwaysReport(indexes: readonly number[], intervalMs = 5): Provider {
  const closed = new AbortController();
  return breakProvider(() => ({
    async watch(_, onChange) {
      const timer = setInterval(() => onChange(indexes), intervalMs);
      closed.signal.addEventListener('abort', () => clearInterval(timer));
      return neverStops;
    },
    close: async () => closed.abort(),
  }));
}

const acceptAll = async ({ body }: { readonly body: Uint8Array }) => ({
  id: '1',
  event: 'changed',
  payload: JSON.parse(Buffer.from(body).toString()),
});
const acceptsAll = withWebhook(() => ({ receive: acceptAll }));

testThatChecksCanFail(pushChecks, {
  watch: [
    ['never reports a change', breakProvider(() => ({ watch: async () => neverStops })), /did not within 10 seconds/],
    ['reports unchanged prompts', alwaysReport([0, 1]), /index 0, which did not change/],
    ['never stops', alwaysReport([1]), /must not call onChange after/],
    ['never stops, and is slow', alwaysReport([1], 400), /must not call onChange after/],
  ],
  webhook: [
    [
      'touches all prompts',
      withWebhook(() => ({ touches: (_, configs) => configs.map((_config, index) => index) })),
      /must return \[1\], but returned \[0,1,2\]/,
    ],
    [
      'returns a new id for a redelivery',
      withWebhook(({ receive }) => ({
        receive: async (...delivery) => ({ ...(await receive(...delivery)), id: crypto.randomUUID() }),
      })),
      /must return the same id/,
    ],
    ['does not list the event', withWebhook(() => ({ events: ['push'] })), /webhook\.events lists \(push\)/],
  ],
  'webhook-forged': [['accepts it', acceptsAll, /another secret.*but it resolved/]],
  'webhook-tampered': [['accepts it', acceptsAll, /a single byte/]],
  'webhook-unsigned': [
    [
      'accepts a delivery without a signature',
      withWebhook(({ receive }) => ({
        receive: (delivery, options) =>
          delivery.headers.has('x-signature') ? receive(delivery, options) : acceptAll(delivery),
      })),
      /arrives without headers, receive\(\) must reject .* but it resolved/,
    ],
    [
      'accepts an empty signature',
      withWebhook(({ receive }) => ({
        receive: (delivery, options) =>
          delivery.headers.get('x-signature') === '' ? acceptAll(delivery) : receive(delivery, options),
      })),
      /arrives with an empty signature, receive\(\) must reject .* but it resolved/,
    ],
    [
      'fails with a plain error',
      withWebhook(({ receive }) => ({
        receive: async (delivery, options) => {
          if (delivery.headers.has('x-signature')) return receive(delivery, options);
          throw new TypeError('no signature');
        },
      })),
      /but it rejected with: TypeError/,
    ],
  ],
  'webhook-no-secret': [['accepts it', acceptsAll, /no secret to verify/]],
});
