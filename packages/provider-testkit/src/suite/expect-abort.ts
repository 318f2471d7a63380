import { setTimeout as sleep } from 'node:timers/promises';
import { PromptError, type PromptErrorCode } from '@prompts/core';
import type { AnySource } from './check.ts';
import { ensure } from './ensure.ts';
import type { Observer } from './observer.ts';
import { waitUntil } from './wait-until.ts';

/** The time that a provider has to reject after an abort. */
const abortTimeoutMs = 1000;

/** The time that a request may take to arrive. */
const arrivalTimeoutMs = 2000;

/** A call to a source that never sends a complete response. */
export interface HangingCall {
  /** The name of the method. */
  readonly method: string;
  /** Continues "When …" in error messages, such as `the source never responds`. */
  readonly situation: string;
  run(signal: AbortSignal): Promise<unknown>;
}

/**
 * Aborts a call once its request has arrived, and ensures that it rejects promptly with the signal's reason.
 * @returns Whether a request arrived.
 */
export async function expectAbort(source: AnySource, observer: Observer, call: HangingCall): Promise<boolean> {
  const { method, situation } = call;
  const controller = new AbortController();
  const before = source.calls?.() ?? 0;
  let isSettled = false;
  const running = call.run(controller.signal).finally(() => {
    isSettled = true;
  });
  const outcome = observer.settle(running, situation);
  const calls = source.calls?.bind(source);
  const hasArrived =
    calls === undefined
      ? await sleep(50, true)
      : await waitUntil(() => isSettled || calls() > before, arrivalTimeoutMs);
  const abortedAt = performance.now();
  controller.abort(new DOMException('The load took too long.', 'TimeoutError'));
  const { status, ...rest } = await outcome;
  const tookMs = Math.round(performance.now() - abortedAt);
  ensure(
    status === 'rejected',
    `When ${situation}, ${method}() must reject when context.signal is aborted, but it resolved.`,
  );
  ensure(
    tookMs < abortTimeoutMs,
    `When ${situation}, ${method}() must reject within ${abortTimeoutMs} ms after context.signal is aborted, but it took ${tookMs} ms. Pass the signal to the request, to reading the body, and to waits between retries.`,
  );
  ensureAborted((rest as PromiseRejectedResult).reason, controller.signal, method);
  return hasArrived;
}

/** Ensures that a call whose signal is already aborted rejects, and sends no request. */
export async function expectNoRequest(
  source: AnySource,
  observer: Observer,
  { method, run }: Pick<HangingCall, 'method' | 'run'>,
): Promise<void> {
  const signal = AbortSignal.abort();
  const before = source.calls?.() ?? 0;
  const outcome = await observer.settle(run(signal), `the signal is aborted before ${method}()`);
  ensure(
    outcome.status === 'rejected',
    `${method}() must reject if context.signal is already aborted, but it resolved.`,
  );
  ensureAborted(outcome.reason, signal, method);
  const requests = (source.calls?.() ?? 0) - before;
  ensure(
    requests === 0,
    `${method}() must send no request if context.signal is already aborted, but it sent ${requests}.`,
  );
}

const abortCodes: ReadonlySet<PromptErrorCode> = new Set(['TIMEOUT', 'CLOSED']);

/** Whether it is the error that Node's own functions throw, with the signal's reason as its cause. */
function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Ensures that an error reports an abort. */
function ensureAborted(error: unknown, signal: AbortSignal, method: string): void {
  ensure(
    error === signal.reason || isAbortError(error) || (PromptError.isInstance(error) && abortCodes.has(error.code)),
    `When context.signal is aborted, ${method}() must reject with context.signal.reason or a PromptError of code TIMEOUT or CLOSED, but it rejected with: ${String(error)}`,
  );
}
