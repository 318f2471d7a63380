import { type LoadContext, type Logger, PromptError, type PromptErrorCode, type PromptTemplate } from '@prompts/core';
import { ensure } from './check.ts';
import { firstLeak } from './leak.ts';

/** Milliseconds a provider may take to say that something failed, its own retries included. */
const deadline = 5000;

/** Gives checks the context of a load and keeps all that a provider says, to look for secrets in it. */
export class Observer {
  readonly #said: unknown[] = [];
  /** True once `createPrompts` closed the provider. */
  providerClosed = false;

  readonly logger: Logger = {
    debug: (message) => void this.#said.push(message),
    info: (message) => void this.#said.push(message),
    warn: (message) => void this.#said.push(message),
    error: (message) => void this.#said.push(message),
  };

  /** A context whose signal is aborted at the deadline, or by the one who gives another signal. */
  context(more: { readonly signal?: AbortSignal; readonly previous?: PromptTemplate } = {}): LoadContext {
    return { signal: AbortSignal.timeout(deadline), logger: this.logger, ...more };
  }

  /** Remembers something that a person may get to see: an error, an event, a listing. */
  saw(thing: unknown): void {
    this.#said.push(thing);
  }

  /**
   * Awaits a failure of one of these codes, within the deadline.
   * @param situation goes on from "When ", such as `the prompt does not exist`.
   */
  async failure(attempt: Promise<unknown>, codes: readonly PromptErrorCode[], situation: string): Promise<PromptError> {
    const wanted = `reject with a PromptError of code ${codes.join(' or ')}`;
    const outcome = await this.settled(attempt, situation);
    ensure(outcome.status === 'rejected', `When ${situation}, the provider must ${wanted}, but it resolved.`);
    const { reason } = outcome;
    ensure(
      PromptError.isInstance(reason),
      `When ${situation}, the provider must ${wanted}, but it threw another error: ${String(reason)}. Map it; a plain error tells core nothing.`,
    );
    ensure(
      codes.includes(reason.code),
      `When ${situation}, the provider must ${wanted}, but the code was ${reason.code}: ${reason.message}`,
    );
    return reason;
  }

  /** Awaits the end of an attempt, whichever it is, within the deadline. */
  async settled<Value>(attempt: Promise<Value>, situation: string): Promise<PromiseSettledResult<Value>> {
    const tooLate = Symbol('too late');
    const { promise, resolve } = Promise.withResolvers<typeof tooLate>();
    const timer = setTimeout(resolve, deadline + 1000, tooLate);
    const first = await Promise.race([Promise.allSettled([attempt]), promise]);
    clearTimeout(timer);
    ensure(
      first !== tooLate,
      `When ${situation}, the provider must settle, but it still waited ${deadline + 1000} ms later, though its signal was aborted after ${deadline} ms. Pass context.signal to every call.`,
    );
    const [outcome] = first;
    if (outcome.status === 'rejected') this.saw(outcome.reason);
    return outcome;
  }

  /** Rejects if anything said so far holds one of these secrets. */
  ensureNoSecret(secrets: readonly string[]): void {
    for (const thing of this.#said) {
      const place = firstLeak(thing, secrets);
      ensure(
        place === undefined,
        `A secret appears in ${place}. Build errors and log lines from status and host only; never pass on an SDK's error, headers, body or full URL.`,
      );
    }
  }
}
