/** What core itself uses of an `AbortSignal`. */
export interface Abortable {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * An abort signal together with its controller. Any request may use it: workerd binds an `AbortSignal` to the request in which it was
 * created (https://developers.cloudflare.com/workers/observability/errors/).
 */
export class PlainAbort implements Abortable {
  readonly #listeners = new Set<() => void>();
  aborted = false;
  reason: unknown;

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    for (const listener of this.#listeners) listener();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }
}

/** @returns A signal for code that needs the runtime's own. It is aborted at the same time. */
export function toAbortSignal(abortable: Abortable): AbortSignal {
  const controller = new AbortController();
  const abort = () => controller.abort(abortable.reason);
  if (abortable.aborted) abort();
  else abortable.addEventListener('abort', abort);
  return controller.signal;
}
