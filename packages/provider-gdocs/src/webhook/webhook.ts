import { randomUUID } from 'node:crypto';
import type { WebhookAdapter } from '@prompts/core';
import { isSameSecret } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { gdocsError } from '../gdocs-error.ts';
import type { Session } from '../session.ts';
import { createChannelToken } from './channel-token.ts';
import { createSubscriptions } from './subscriptions.ts';

/** The adapter, and a method that closes its subscriptions. */
interface Webhook {
  readonly adapter: WebhookAdapter<ParsedConfig>;
  /** Stops all channels. */
  close(): Promise<void>;
}

/**
 * Creates the adapter for Drive's push notifications. They say that something changed, but not what: `changedSince` finds it.
 * @param sessionOf Returns the session of a config. Configs with the same credentials share one, and one channel.
 */
export function createWebhook(sessionOf: (config: ParsedConfig) => Session): Webhook {
  /** The tokens of the channels that this process opened. */
  const tokens = new Map<string, string>();
  const subscriptions = createSubscriptions(tokens);

  function isGenuine(id: string, token: string, secrets: readonly string[]): boolean {
    const expected = secrets.filter((secret) => secret !== '').map((secret) => createChannelToken(id, secret));
    const own = tokens.get(id);
    return [...expected, ...(own === undefined ? [] : [own])].some((candidate) => isSameSecret(candidate, token));
  }

  const adapter: WebhookAdapter<ParsedConfig> = {
    events: ['change'],
    async receive({ headers, body }, { secrets }) {
      const [id, token, event, number] = ['id', 'token']
        .map((name) => headers.get(`x-goog-channel-${name}`))
        .concat(headers.get('x-goog-resource-state'), headers.get('x-goog-message-number'));
      // Only the token is verified. A notification has no body: one with a body was changed on the way.
      if (!id || !token || body.length > 0 || !isGenuine(id, token, secrets)) {
        throw gdocsError(
          'AUTH_FAILED',
          'the delivery does not have the token of a channel that this app opened: check the secret of the webhook',
        );
      }
      if (!event)
        throw gdocsError(
          'CONTENT_INVALID',
          'the delivery has no header X-Goog-Resource-State: check whether a proxy removes it',
        );
      // Without its number, a delivery can't be distinguished from the one before it.
      return { id: `${id}:${number ?? randomUUID()}`, event, scope: 'ask', payload: undefined };
    },
    // The first delivery of a channel is `sync`: nothing has changed.
    touches: ({ event }, configs) => (event === 'change' ? [...configs.keys()] : []),
    subscribe: (configs, target, context) => subscriptions.open(new Set(configs.map(sessionOf)), target, context),
  };
  return { adapter, close: () => subscriptions.close() };
}
