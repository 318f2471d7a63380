import { withPatience } from '../cache/patience.ts';
import type { Clock } from '../clock.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { Logger } from '../logger.ts';

/** How processes tell each other that a prompt has changed. Delivered at most once, in any order. */
export interface PromptBus {
  publish(message: string): Promise<void>;
  /**
   * @param events `lost`: for now, nothing is heard. `restored`: listening began again after a loss; what was told meanwhile
   * is lost.
   */
  subscribe(
    listener: (message: string) => void,
    events?: { lost?(): void; restored?(): void },
  ): Promise<AsyncDisposable>;
}

/** A change: names and versions, never a text. */
export interface Announcement {
  /** Of the source: a hash. */
  readonly key: string;
  /** Of a prompt or a collection that comes from it: for people. */
  readonly name: string;
  /** Undefined for a collection. */
  readonly version?: string | undefined;
}

/** Changes in one message: below 8,000 bytes, which PostgreSQL allows. */
const most = 8;

/** Longest name or version that is told. */
const longest = 100;

/** Longest message that is read: what anybody else writes must not keep this process busy. */
const largest = 16_384;

/** Milliseconds until a bus that could not be subscribed to is tried again, or that says nothing is waited for no more. */
const pause = 5000;

const unsubscribable = "the bus can't be subscribed to";

interface AnnouncementsOptions {
  readonly bus: PromptBus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tells this process from all others. */
  readonly owner: string;
  heard(announcement: Announcement): void;
  restored(): void;
}

/** Tells others what this process was told, and hears them. Nobody waits for it. */
export class Announcements {
  readonly #options: AnnouncementsOptions;
  #subscription: AsyncDisposable | undefined;
  #isClosed = false;
  /** Since when the others are not heard; on the monotonic clock. Undefined while they are. */
  failingSince: number | undefined;

  constructor(options: AnnouncementsOptions) {
    this.#options = options;
    void this.#subscribe();
  }

  publish(announcements: readonly Announcement[]): void {
    const { bus, owner, logger } = this.#options;
    for (let index = 0; index < announcements.length; index += most) {
      const changed = announcements.slice(index, index + most).map(shortened);
      Promise.resolve()
        .then(() => bus.publish(JSON.stringify({ from: owner, changed })))
        .catch(() => logger.debug('@prompts: the bus took no message'));
    }
  }

  /** Never rejects. A bus that doesn't let go is left to itself. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const letGo = async () => this.#subscription?.[Symbol.asyncDispose]();
    await withPatience(this.#options.clock, pause, undefined, (patience) => patience(letGo())).catch(() => {});
  }

  async #subscribe(): Promise<void> {
    const { bus, clock } = this.#options;
    if (this.#isClosed) return;
    let isLost = false;
    const lost = () => {
      isLost = true;
      this.#fail('the bus was lost');
    };
    const restored = () => {
      isLost = false;
      this.#restore();
    };
    const late = clock.setTimeout(() => this.#fail(unsubscribable), pause);
    try {
      const subscription = await bus.subscribe((message) => this.#hear(message), { lost, restored });
      this.#subscription = subscription;
      if (this.#isClosed) await subscription[Symbol.asyncDispose]();
      else if (this.failingSince !== undefined && !isLost) this.#restore();
    } catch (error) {
      if (this.#isClosed) return;
      // Only errors of our own are sure to tell no secret.
      const reason = PromptError.isInstance(error) ? ` (${error.code}: ${error.message})` : '';
      this.#fail(unsubscribable + reason);
      clock.setTimeout(() => void this.#subscribe(), pause);
    } finally {
      late.cancel();
    }
  }

  #fail(reason: string): void {
    if (this.#isClosed || this.failingSince !== undefined) return;
    this.failingSince = this.#options.clock.now();
    this.#options.logger.warn(`@prompts: ${reason}: for now, changes arrive by TTL only`);
  }

  #restore(): void {
    this.failingSince = undefined;
    if (!this.#isClosed) this.#options.restored();
  }

  /** Anybody may write to a bus: what is no announcement is ignored, and what is one is only a hint. */
  #hear(message: string): void {
    const { owner, heard } = this.#options;
    if (message.length > largest) return;
    let told: { from?: unknown; changed?: unknown };
    try {
      told = Object(JSON.parse(message));
    } catch {
      return;
    }
    if (told.from === owner || !Array.isArray(told.changed)) return;
    for (const announcement of told.changed) if (typeof announcement?.key === 'string') heard(announcement);
  }
}

/** A version that is too long is left out: whoever hears of it asks. */
function shortened({ key, name, version }: Announcement): Announcement {
  const isShort = version !== undefined && version.length <= longest;
  return { key, name: name.slice(0, longest), ...(isShort && { version }) };
}
