import { type LoadContext, type Logger, PromptError, type PromptErrorCode, type PromptTemplate } from '@prompts/core';
import { ensure } from './ensure.ts';
import { findLeak } from './find-leak.ts';

/** The time that a provider has to report a failure, its own retries included. */
const timeoutMs = 5000;
/** The time that a call has to read many prompts. */
const manyTimeoutMs = 30_000;
/** The time that it has to settle after its signal was aborted. */
const graceMs = 1000;

/** Creates the contexts that checks pass to a provider, and records everything it reports, to search it for secrets. */
export class Observer {
  readonly #recorded: unknown[] = [];
  readonly #timeouts: AbortSignal[] = [];
  /** Whether the provider has been closed, so that the suite must not close it again. */
  providerClosed = false;

  readonly logger: Logger = {
    debug: (message) => void this.#recorded.push(message),
    info: (message) => void this.#recorded.push(message),
    warn: (message) => void this.#recorded.push(message),
    error: (message) => void this.#recorded.push(message),
  };

  /** Creates the context of a load. Its signal is aborted after the time limit, unless `more` has another signal. */
  context(more: { readonly signal?: AbortSignal; readonly previous?: PromptTemplate } = {}): LoadContext {
    const signal = AbortSignal.timeout(timeoutMs);
    this.#timeouts.push(signal);
    return { signal, logger: this.logger, ...more };
  }

  /** Creates the context of a call that reads many prompts, which may take longer. */
  contextForMany(): LoadContext {
    return this.context({ signal: AbortSignal.timeout(manyTimeoutMs) });
  }

  /** Records something that people may see: an error, an event, a listing. */
  record(value: unknown): void {
    this.#recorded.push(value);
  }

  /**
   * Ensures that `attempt` rejects with one of these codes, within the time limit.
   * @param situation Continues "When …" in error messages, such as `the prompt does not exist`.
   * @param advice A sentence that ends error messages.
   * @returns The error of `attempt`.
   */
  async expectFailure(
    attempt: Promise<unknown>,
    codes: readonly PromptErrorCode[],
    situation: string,
    advice = '',
  ): Promise<PromptError> {
    const rule = `When ${situation}, the provider must reject with a PromptError of code ${codes.join(' or ')}`;
    const fail = (fact: string) => `${rule}, but ${fact} ${advice}`.trimEnd();
    const outcome = await this.settle(attempt, situation);
    ensure(outcome.status === 'rejected', fail('it resolved.'));
    const { reason } = outcome;
    ensure(
      !this.#timeouts.some((signal) => signal.aborted && signal.reason === reason),
      fail(`it did not within ${timeoutMs} ms, and its signal was aborted.`),
    );
    ensure(
      PromptError.isInstance(reason),
      fail(`it rejected with another error: ${String(reason)}. Map every error to a PromptError.`),
    );
    ensure(codes.includes(reason.code), fail(`the code was ${reason.code}: ${reason.message.replace(/\.?$/, '.')}`));
    return reason;
  }

  /** Waits until `attempt` resolves or rejects, and ensures that it does so within the time limit. */
  async settle<Value>(attempt: Promise<Value>, situation: string): Promise<PromiseSettledResult<Value>> {
    const timedOut = Symbol('timed out');
    const { promise, resolve } = Promise.withResolvers<typeof timedOut>();
    const timer = setTimeout(resolve, timeoutMs + graceMs, timedOut);
    const first = await Promise.race([Promise.allSettled([attempt]), promise]);
    clearTimeout(timer);
    ensure(
      first !== timedOut,
      `When ${situation}, the provider must settle soon after its signal is aborted. The signal was aborted after ${timeoutMs} ms, but the promise was still pending after ${timeoutMs + graceMs} ms. Pass context.signal to every call.`,
    );
    const [outcome] = first;
    if (outcome.status === 'rejected') this.record(outcome.reason);
    return outcome;
  }

  /** Ensures that nothing recorded so far contains one of these secrets. */
  ensureNoSecret(secrets: readonly string[]): void {
    for (const value of this.#recorded) {
      const place = findLeak(value, secrets);
      ensure(
        place === undefined,
        `A secret appears in ${place}. Build errors and log lines only from status and host. Don't include an SDK's error, headers, a body or a full URL.`,
      );
    }
  }
}
