import { setTimeout as sleep } from 'node:timers/promises';
import { PromptError } from '@prompts/core';
import type { Fault } from '../server/fault.ts';
import { type Check, needs } from '../suite/check.ts';
import { ensure } from '../suite/ensure.ts';
import { waitUntil } from '../suite/wait-until.ts';
import { withPrompts } from '../suite/with-prompts.ts';

/** The time that a provider has to reject after an abort. */
const abortTimeoutMs = 1000;

export const abortChecks = [
  {
    id: 'abort-before',
    title: 'sends no request if the signal is already aborted',
    async run(source, observer) {
      await source.write('a', 'here\n');
      const before = source.calls?.() ?? 0;
      const signal = AbortSignal.abort();
      const loading = Promise.resolve().then(() =>
        source.provider.load(source.config('a'), observer.context({ signal })),
      );
      const outcome = await observer.settle(loading, 'the signal is aborted before load()');
      ensure(
        outcome.status === 'rejected',
        'load() must reject if context.signal is already aborted, but it resolved.',
      );
      const requests = (source.calls?.() ?? 0) - before;
      ensure(
        requests === 0,
        `load() must send no request if context.signal is already aborted, but it sent ${requests}.`,
      );
    },
  },
  rejectsOnAbort('hang', 'the source never responds', { kind: 'hang' }),
  rejectsOnAbort('hang-body', 'the body never ends', { kind: 'hang-body' }),
  rejectsOnAbort('drip', 'the body arrives byte by byte', { kind: 'drip' }),
  {
    id: 'timeout',
    title: 'lets a read time out while the source hangs',
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      source.fail?.({ kind: 'hang' });
      await withPrompts(
        source,
        ['a'],
        observer,
        (prompts) =>
          observer.expectFailure(prompts.get('a'), ['TIMEOUT'], 'the source hangs and the read has a timeout of 0.2 s'),
        { timeout: 0.2 },
      );
    },
  },
] as const satisfies readonly Check[];

function rejectsOnAbort<const Id extends string>(id: Id, situation: string, fault: Fault) {
  return {
    id,
    title: `rejects promptly on abort when ${situation}`,
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      source.fail?.(fault);
      const controller = new AbortController();
      const before = source.calls?.() ?? 0;
      const loading = source.provider.load(source.config('a'), observer.context({ signal: controller.signal }));
      const outcome = observer.settle(loading, situation);
      const calls = source.calls?.bind(source);
      const hasArrived = calls === undefined ? await sleep(50, true) : await waitUntil(() => calls() > before);
      const abortedAt = performance.now();
      controller.abort(new DOMException('The load took too long.', 'TimeoutError'));
      const { status, ...rest } = await outcome;
      const tookMs = Math.round(performance.now() - abortedAt);
      ensure(hasArrived, 'load() must send a request, but none arrived at the source within 3 seconds.');
      ensure(
        status === 'rejected',
        `When ${situation}, load() must reject when context.signal is aborted, but it resolved.`,
      );
      ensure(
        tookMs < abortTimeoutMs,
        `When ${situation}, load() must reject within ${abortTimeoutMs} ms after context.signal is aborted, but it took ${tookMs} ms. Pass the signal to the request, to reading the body, and to waits between retries.`,
      );
      const { reason } = rest as PromiseRejectedResult;
      ensure(
        reason === controller.signal.reason ||
          (PromptError.isInstance(reason) && ['TIMEOUT', 'CLOSED'].includes(reason.code)),
        `When context.signal is aborted, load() must reject with context.signal.reason or a PromptError of code TIMEOUT or CLOSED, but it rejected with: ${String(reason)}`,
      );
    },
  } satisfies Check;
}
