import type { WebhookAdapter } from '@prompts/core';
import { broken, type Provider } from '../test-support/broken-provider.ts';
import { provesThatEachCanFail } from '../test-support/proves.ts';
import type { SampleConfig } from '../test-support/sample-provider.ts';
import { pushChecks } from './push.ts';

type Webhook = WebhookAdapter<SampleConfig>;

function withWebhook(change: (good: Webhook) => Partial<Webhook>): Provider {
  return broken(({ webhook }) => ({ webhook: { ...webhook, ...change(webhook) } }));
}

/** Watches by telling the same every few milliseconds; what it gives to dispose of does nothing. */
function tellsAlways(told: readonly number[]): Provider {
  return broken(() => ({
    async watch(_, onChange) {
      const timer = setInterval(() => onChange(told), 5);
      setTimeout(() => clearInterval(timer), 1000);
      return { async [Symbol.asyncDispose]() {} };
    },
  }));
}

const trusts = withWebhook(() => ({
  receive: async ({ body }) => ({ id: '1', event: 'changed', payload: JSON.parse(Buffer.from(body).toString()) }),
}));

provesThatEachCanFail(pushChecks, {
  watch: [
    [
      'never tells',
      broken(() => ({ watch: async () => ({ async [Symbol.asyncDispose]() {} }) })),
      /did not within 10 seconds/,
    ],
    ['tells of others', tellsAlways([0, 1]), /Number 0 .* did not change/],
    ['never stops', tellsAlways([1]), /must fall silent/],
  ],
  webhook: [
    [
      'touches everything',
      withWebhook(() => ({ touches: (_, configs) => configs.map((_config, index) => index) })),
      /must touch \[1\], but touches \[0,1,2\]/,
    ],
    [
      'has a new id for a redelivery',
      withWebhook(({ receive }) => ({
        receive: async (...delivery) => ({ ...(await receive(...delivery)), id: crypto.randomUUID() }),
      })),
      /must have the same id/,
    ],
    ['knows no such event', withWebhook(() => ({ events: ['push'] })), /must be one of webhook\.events: push/],
  ],
  'webhook-forged': [['trusts', trusts, /another secret.*but it resolved/]],
  'webhook-tampered': [['trusts', trusts, /a single byte/]],
  'webhook-no-secret': [['trusts', trusts, /no secret to verify/]],
});
