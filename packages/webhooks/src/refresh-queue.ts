import { type Clock, type Logger, PromptError, type Prompts } from '@prompts/core';
import { backOffMs } from '@prompts/core/back-off';

const retryBackOff = { firstMs: 1000, maxMs: 60_000 };

/** About five minutes. After that, the next read or the end of the TTL tries again. */
const maxRetries = 10;

interface RefreshQueueOptions {
  readonly debounceMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Refreshes prompts on request: the first time immediately, and once more for everything that is requested within the debounce.
 * What fails is retried.
 */
export class RefreshQueue {
  readonly #prompts: Pick<Prompts, 'refresh'>;
  readonly #options: RefreshQueueOptions;
  /** The names that were refreshed within the debounce, with what is requested again. */
  readonly #recent = new Map<string, Set<string>>();
  /** The failures in a row of each name that is to be retried. */
  readonly #failures = new Map<string, number>();
  #isRetryPlanned = false;

  constructor(prompts: Pick<Prompts, 'refresh'>, options: RefreshQueueOptions) {
    this.#prompts = prompts;
    this.#options = options;
  }

  /** Keeps the names that were refreshed within the debounce, to be refreshed after it. @returns The others, for `request`. */
  gather(names: readonly string[]): string[] {
    return names.filter((name) => !this.#recent.get(name)?.add(name));
  }

  request(names: readonly string[]): void {
    const due = this.gather(names);
    if (due.length === 0) return;
    const again = new Set<string>();
    for (const name of due) this.#recent.set(name, again);
    this.#options.clock.setTimeout(() => {
      for (const name of due) this.#recent.delete(name);
      this.request([...again]);
    }, this.#options.debounceMs);
    void this.#refresh(due);
  }

  async #refresh(names: readonly string[]): Promise<void> {
    try {
      const { failed } = await this.#prompts.refresh(names);
      const errors = new Map(failed.map(({ name, error }) => [name, error]));
      for (const name of names) this.#record(name, errors.get(name));
      this.#planRetry(failed.map(({ error }) => error.retryAfter ?? 0));
    } catch (error) {
      // Without prompts, there is nothing to refresh.
      if (PromptError.isInstance(error) && error.code === 'CLOSED') return;
      this.#options.logger.warn(`@prompts/webhooks: the refresh after a delivery failed: ${(error as Error).message}`);
    }
  }

  #record(name: string, error: PromptError | undefined): void {
    const failures = (this.#failures.get(name) ?? 0) + 1;
    if (error?.retryable && failures <= maxRetries) this.#failures.set(name, failures);
    else this.#failures.delete(name);
  }

  /** @param retryAfterSeconds How long the sources asked to wait. */
  #planRetry(retryAfterSeconds: readonly number[]): void {
    if (this.#isRetryPlanned || this.#failures.size === 0) return;
    this.#isRetryPlanned = true;
    const failures = Math.min(...this.#failures.values());
    const waitMs = Math.max(backOffMs(failures, retryBackOff), ...retryAfterSeconds.map((seconds) => seconds * 1000));
    this.#options.clock.setTimeout(() => {
      this.#isRetryPlanned = false;
      void this.#refresh([...this.#failures.keys()]);
    }, waitMs);
  }
}
