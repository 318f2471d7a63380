import { type LoadContext, systemClock } from '@prompts/core';
import { metadataScopes } from '../drive/read-file.ts';
import { gdocsError } from '../gdocs-error.ts';
import type { Session } from '../session.ts';
import { closeChannel, openChannel, type Target } from './channels.ts';
import { keepOpen, type RenewalClock } from './keep-open.ts';

/** The time limit of a renewal, for which nobody waits. */
const renewalTimeoutMs = 30_000;

/** Less than core waits for a provider to close. */
const stopTimeoutMs = 3_000;

/** Channels expire by the time of day. */
const clock: RenewalClock = { ...systemClock, now: () => Date.now() };

/**
 * Creates what opens subscriptions to changes and closes them.
 * @param tokens Receives the token of each open channel by its id.
 */
export function createSubscriptions(tokens: Map<string, string>) {
  const subscriptions = new Set<AsyncDisposable>();

  /**
   * Opens a channel for each session whose credentials can read the list of changes, and for each shared drive that it has read.
   * @throws `CONFIG_INVALID` for an address that is not usable; `FORBIDDEN` if no credentials are sufficient.
   */
  async function open(
    sessions: ReadonlySet<Session>,
    target: Target,
    context: Pick<LoadContext, 'signal' | 'logger'>,
  ): Promise<AsyncDisposable> {
    checkAddress(target.url);
    const opened: AsyncDisposable[] = [];
    const subscription = { [Symbol.asyncDispose]: () => closeAll(opened, context) };
    subscriptions.add(subscription);
    try {
      for (const session of await findWatchable(sessions, context)) {
        for (const driveId of session.logs.keys()) opened.push(await watch(session, driveId, target, context));
      }
    } catch (error) {
      await subscription[Symbol.asyncDispose]();
      throw error;
    }
    return subscription;
  }

  async function closeAll(opened: readonly AsyncDisposable[], { logger }: Pick<LoadContext, 'logger'>): Promise<void> {
    const results = await Promise.allSettled(opened.map((each) => each[Symbol.asyncDispose]()));
    if (results.every(({ status }) => status === 'fulfilled')) return;
    logger.warn('gdocs: a subscription to changes could not be closed. Google ends it within 7 days');
  }

  function watch(
    { client }: Session,
    driveId: string | undefined,
    target: Target,
    { signal, logger }: Pick<LoadContext, 'signal' | 'logger'>,
  ) {
    let isFirst = true;
    return keepOpen(
      {
        open() {
          const context = { signal: isFirst ? signal : AbortSignal.timeout(renewalTimeoutMs) };
          isFirst = false;
          return openChannel(target, driveId, tokens, client, context);
        },
        close: (channel) => closeChannel(channel, tokens, client, { signal: AbortSignal.timeout(stopTimeoutMs) }),
      },
      { clock, logger },
    );
  }

  return {
    open,
    async close(): Promise<void> {
      await Promise.all(Array.from(subscriptions, (each) => each[Symbol.asyncDispose]()));
    },
  };
}

async function findWatchable(
  sessions: ReadonlySet<Session>,
  context: Pick<LoadContext, 'signal' | 'logger'>,
): Promise<Session[]> {
  const watchable: Session[] = [];
  for (const session of sessions) if (await session.canUseDrive(context)) watchable.push(session);
  const missing = `authorize ${metadataScopes}`;
  if (watchable.length === 0 && sessions.size > 0)
    throw gdocsError('FORBIDDEN', `Google can't report changes with these credentials: ${missing}`);
  if (watchable.length < sessions.size)
    context.logger.warn(`gdocs: Google can't report changes of documents with some of the credentials: ${missing}`);
  return watchable;
}

function checkAddress(url: string): void {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return;
  throw gdocsError('CONFIG_INVALID', 'the url of a subscription must be an https: address that Google can reach');
}
