import { type LoadContext, systemClock, type WebhookAdapter } from '@prompts/core';
import { isSameSecret } from '@prompts/provider-kit';
import type { ParsedConfig } from '../config-schema.ts';
import { gdocsError } from '../gdocs-error.ts';
import type { Session } from '../session.ts';
import { createChannelToken } from './channel-token.ts';
import { closeChannel, openChannel, type Target } from './channels.ts';
import { keepOpen, type RenewalClock } from './keep-open.ts';

/** The time limit of the requests that nobody waits for, such as a renewal. */
const backgroundTimeoutMs = 30_000;

/** Channels expire by the time of day. */
const renewalClock: RenewalClock = { ...systemClock, now: () => Date.now() };

/**
 * Creates the adapter for Drive's push notifications. They say that something changed, but not what: `changedSince` finds it.
 * @param sessionOf Returns the session of a config. Configs with the same credentials share one, and one channel.
 */
export function createWebhook(
  sessionOf: (config: ParsedConfig) => Session,
  clock = renewalClock,
): WebhookAdapter<ParsedConfig> {
  /** The tokens of the channels that this process opened. */
  const tokens = new Map<string, string>();

  function isGenuine(id: string, token: string, secrets: readonly string[]): boolean {
    const expected = secrets.filter((secret) => secret !== '').map((secret) => createChannelToken(id, secret));
    const own = tokens.get(id);
    return [...expected, ...(own === undefined ? [] : [own])].some((candidate) => isSameSecret(candidate, token));
  }

  return {
    events: ['change'],
    async receive({ headers, body }, { secrets }) {
      const [id, token, event, number] = ['id', 'token']
        .map((name) => headers.get(`x-goog-channel-${name}`))
        .concat(headers.get('x-goog-resource-state'), headers.get('x-goog-message-number'));
      // A notification has no body: one that has was changed on its way, and only the token is verified.
      if (!id || !token || body.length > 0 || !isGenuine(id, token, secrets)) {
        throw gdocsError('AUTH_FAILED', 'the delivery does not have the token of a channel that this app opened');
      }
      if (!event) throw gdocsError('CONTENT_INVALID', 'the delivery has no X-Goog-Resource-State');
      return { id: `${id}:${number ?? ''}`, event, scope: 'ask', payload: undefined };
    },
    // The first delivery of a channel is `sync`: nothing has changed.
    touches: ({ event }, configs) => (event === 'change' ? [...configs.keys()] : []),
    subscribe: (configs, target, context) => subscribe(new Set(configs.map(sessionOf)), target, context),
  };

  async function subscribe(
    sessions: ReadonlySet<Session>,
    target: Target,
    { signal, logger }: LoadContext,
  ): Promise<AsyncDisposable> {
    checkAddress(target.url);
    const opened: AsyncDisposable[] = [];
    const disposeAll = async () => {
      const results = await Promise.allSettled(opened.map((each) => each[Symbol.asyncDispose]()));
      const failure = results.find((result) => result.status === 'rejected');
      if (failure) logger.warn('gdocs: a subscription to changes could not be closed. Google ends it within 7 days');
    };
    try {
      for (const { client } of sessions) {
        const background = () => ({ signal: AbortSignal.timeout(backgroundTimeoutMs) });
        let isFirst = true;
        const open = () => {
          const context = isFirst ? { signal } : background();
          isFirst = false;
          return openChannel(target, tokens, client, context);
        };
        opened.push(
          await keepOpen(
            { open, close: (channel) => closeChannel(channel, tokens, client, background()) },
            { clock, logger },
          ),
        );
      }
    } catch (error) {
      await disposeAll();
      throw error;
    }
    return { [Symbol.asyncDispose]: disposeAll };
  }
}

function checkAddress(url: string): void {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return;
  throw gdocsError('CONFIG_INVALID', 'the url of a subscription must be an https: address that Google can reach');
}
