import { type LoadContext, systemClock } from '@prompts/core';
import type { ChangeLog } from '../drive/read-changes.ts';
import { metadataScopes } from '../drive/read-file.ts';
import { gdocsError } from '../gdocs-error.ts';
import type { Session } from '../session.ts';
import { closeChannel, openChannel, type Target } from './channels.ts';
import { keepOpen, type RenewalClock } from './keep-open.ts';

/** The time limit of a renewal, which runs in the background. */
const renewalTimeoutMs = 30_000;

/** Less than core waits for a provider to close. */
const stopTimeoutMs = 3_000;

/** Channels expire by the system time, not by the monotonic clock. */
const clock: RenewalClock = { ...systemClock, now: () => Date.now() };

/**
 * Creates an object that opens and closes subscriptions to changes.
 * @param tokens Receives the token of each open channel by its id.
 */
export function createSubscriptions(tokens: Map<string, string>) {
  const subscriptions = new Set<AsyncDisposable>();

  /**
   * Opens channels for each session whose credentials can read the list of changes.
   * @throws `CONFIG_INVALID` for an address that Google does not accept; `FORBIDDEN` if no credentials are sufficient.
   */
  async function open(
    sessions: ReadonlySet<Session>,
    target: Target,
    context: Pick<LoadContext, 'signal' | 'logger'>,
  ): Promise<AsyncDisposable> {
    checkAddress(target.url);
    const watched: AsyncDisposable[] = [];
    const subscription = { [Symbol.asyncDispose]: () => closeAll(watched, context) };
    subscriptions.add(subscription);
    try {
      for (const session of await findWatchable(sessions, context)) {
        const channels = watchSession(session, target, context);
        watched.push(channels);
        await channels.ready;
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
    logger.warn('gdocs: a subscription to changes could not be closed. It expires within 7 days');
  }

  /** Opens a channel for each list of changes of a session, including those of shared drives that are recorded later. */
  function watchSession(session: Session, target: Target, context: Pick<LoadContext, 'signal' | 'logger'>) {
    const channels = new Map<string | undefined, Promise<AsyncDisposable>>();
    const add = ({ driveId }: ChangeLog) => {
      const channel = channels.get(driveId) ?? watch(session, driveId, target, context);
      channels.set(driveId, channel);
      return channel;
    };
    const addLater = (log: ChangeLog) => {
      add(log).catch((error: unknown) => {
        channels.delete(log.driveId);
        const reason = error instanceof Error ? error.message : 'unknown error';
        context.logger.warn(
          `gdocs: the subscription to changes in shared drive ${log.driveId} could not be opened: ${reason}`,
        );
      });
    };
    session.listeners.add(addLater);
    return {
      ready: Promise.all(Array.from(session.logs.values(), add)),
      async [Symbol.asyncDispose]() {
        session.listeners.delete(addLater);
        const opened = await Promise.allSettled(channels.values());
        await Promise.all(opened.map((each) => each.status === 'fulfilled' && each.value[Symbol.asyncDispose]()));
      },
    };
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
    context.logger.warn(`gdocs: Google can't report changes with some of the credentials: ${missing}`);
  return watchable;
}

function checkAddress(url: string): void {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') return;
  throw gdocsError('CONFIG_INVALID', 'the url of a subscription must be an https: address that Google can reach');
}
