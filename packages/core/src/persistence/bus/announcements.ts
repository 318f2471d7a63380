import type { PromptBus } from '../../config/tier-options.ts';
import { PromptError } from '../../errors/prompt-error.ts';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../../time/clock.ts';
import { withTimeout } from '../../time/with-timeout.ts';
import { type Integrity, isEqualTag } from '../records/integrity.ts';

/** A change: names and versions, never a text. */
export interface Announcement {
  /** The record key of the source: a hash. */
  readonly key: string;
  /** The name of a prompt or a collection that comes from it: for people. */
  readonly name: string;
  /** Undefined for a collection. */
  readonly version?: string | undefined;
}

/** Keeps a message below 8,000 bytes, the limit of PostgreSQL. */
const maxChangesPerMessage = 8;

/** In UTF-16 code units. */
const maxFieldLength = 100;

/** In UTF-16 code units. A longer message is ignored: messages of others must not keep this process busy. */
const maxMessageLength = 1_000_000;

/** A message that names more changes is not one of ours. */
const maxReceivedChanges = 1000;

/** How long a bus may take to subscribe before it counts as failing, how long to wait before the next attempt, and how long it may take to unsubscribe. */
const subscribeMs = 5000;

const subscribeFailure = 'subscribing to the bus failed';

interface AnnouncementsOptions {
  readonly bus: PromptBus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Authenticates messages as it does stored values. */
  readonly integrity: Integrity;
  /** Distinguishes this process from all others. */
  readonly owner: string;
  onAnnouncements(announcements: readonly Announcement[]): void;
  /** Called when messages are received again after a loss. */
  onRestored(): void;
}

/** Announces changes to other processes and receives theirs. Nothing waits for it. */
export class Announcements {
  readonly #options: AnnouncementsOptions;
  #subscription: AsyncDisposable | undefined;
  #isClosed = false;
  /** Since when no messages are received, on the monotonic clock; undefined while they are. */
  failingSince: number | undefined;

  constructor(options: AnnouncementsOptions) {
    this.#options = options;
    void this.#subscribe();
  }

  publish(announcements: readonly Announcement[]): void {
    const { bus, owner, logger, integrity } = this.#options;
    for (let index = 0; index < announcements.length; index += maxChangesPerMessage) {
      const changed = announcements.slice(index, index + maxChangesPerMessage).map(shorten);
      const content = JSON.stringify({ from: owner, changed });
      integrity
        .computeTag(`message ${content}`)
        .then((tag) => bus.publish(JSON.stringify({ tag, content })))
        .catch(() => logger.debug('@prompts: publishing to the bus failed'));
    }
  }

  /** Never rejects. A bus that does not unsubscribe in time is abandoned. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const unsubscribe = async () => this.#subscription?.[Symbol.asyncDispose]();
    const { clock } = this.#options;
    await withTimeout(clock, subscribeMs, undefined, (waitFor) => waitFor(unsubscribe())).catch(() => {});
  }

  async #subscribe(): Promise<void> {
    const { bus, clock } = this.#options;
    if (this.#isClosed) return;
    let isLost = false;
    const lost = () => {
      isLost = true;
      this.#fail('the connection to the bus was lost');
    };
    const restored = () => {
      isLost = false;
      this.#restore();
    };
    const timer = clock.setTimeout(() => this.#fail(subscribeFailure), subscribeMs);
    try {
      const subscription = await bus.subscribe((message) => void this.#receive(message), { lost, restored });
      this.#subscription = subscription;
      if (this.#isClosed) await subscription[Symbol.asyncDispose]();
      else if (this.failingSince !== undefined && !isLost) this.#restore();
    } catch (error) {
      if (this.#isClosed) return;
      // Only our own errors are sure to contain no secret.
      const reason = PromptError.isInstance(error) ? ` (${error.code}: ${error.message})` : '';
      this.#fail(subscribeFailure + reason);
      clock.setTimeout(() => void this.#subscribe(), subscribeMs);
    } finally {
      timer.cancel();
    }
  }

  #fail(reason: string): void {
    if (this.#isClosed || this.failingSince !== undefined) return;
    this.failingSince = this.#options.clock.now();
    this.#options.logger.warn(
      `@prompts: ${reason}; until the bus works again, changes are found only when the TTL expires`,
    );
  }

  #restore(): void {
    this.failingSince = undefined;
    if (!this.#isClosed) this.#options.onRestored();
  }

  /** Anybody may write to a bus: a message that is not an announcement is ignored, and an announcement is only a hint. */
  async #receive(message: string): Promise<void> {
    const { owner, onAnnouncements, integrity } = this.#options;
    try {
      if (message.length > maxMessageLength) return;
      const { tag, content } = Object(JSON.parse(message));
      if (typeof tag !== 'string' || typeof content !== 'string') return;
      if (!isEqualTag(tag, await integrity.computeTag(`message ${content}`))) return;
      const { from, changed } = Object(JSON.parse(content));
      if (from === owner || !Array.isArray(changed) || changed.length > maxReceivedChanges || this.#isClosed) return;
      onAnnouncements(changed.filter((change) => typeof change?.key === 'string' && change.key !== ''));
    } catch {
      // It is not an announcement, or there is no key to check it with.
    }
  }
}

/** Omits a version that is too long: receivers then check the source. */
function shorten({ key, name, version }: Announcement): Announcement {
  const isShort = version !== undefined && version.length <= maxFieldLength;
  return { key, name: name.slice(0, maxFieldLength), ...(isShort && { version }) };
}
