import { setTimeout as wait } from 'node:timers/promises';
import { PromptError } from '@prompts/core';
import type { Fault } from '../server/fault.ts';
import { type Check, ensure, needs } from '../suite/check.ts';
import { throughCore } from '../suite/through-core.ts';
import { until } from '../suite/until.ts';

/** Milliseconds after an abort within which a provider must have given up. */
const promptly = 1000;

export const abortChecks = [
  {
    id: 'abort-before',
    title: 'asks nothing when its signal is aborted already',
    async run(source, observer) {
      await source.write('a', 'here\n');
      const before = source.calls?.() ?? 0;
      const signal = AbortSignal.abort();
      const loading = Promise.resolve().then(() =>
        source.provider.load(source.config('a'), observer.context({ signal })),
      );
      const outcome = await observer.settled(loading, 'the signal is aborted before load()');
      ensure(
        outcome.status === 'rejected',
        'load() must reject when context.signal is aborted already, but it resolved.',
      );
      const asked = (source.calls?.() ?? 0) - before;
      ensure(asked === 0, `load() with an aborted signal must not ask the source, but asked it ${asked} time(s).`);
    },
  },
  givesUp('hang', 'the source never answers', { kind: 'hang' }),
  givesUp('hang-body', 'the body never ends', { kind: 'hang-body' }),
  givesUp('drip', 'the body comes byte by byte', { kind: 'drip' }),
  {
    id: 'timeout',
    title: 'lets a reader time out while the source hangs',
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      source.fail?.({ kind: 'hang' });
      await throughCore(
        source,
        ['a'],
        observer,
        (prompts) =>
          observer.failure(prompts.get('a'), ['TIMEOUT'], 'the source hangs and the reader waits 0.2 seconds'),
        { timeout: 0.2 },
      );
    },
  },
] as const satisfies readonly Check[];

function givesUp<const Id extends string>(id: Id, situation: string, fault: Fault) {
  return {
    id,
    title: `gives up as soon as its signal is aborted when ${situation}`,
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      source.fail?.(fault);
      const controller = new AbortController();
      const before = source.calls?.() ?? 0;
      const loading = source.provider.load(source.config('a'), observer.context({ signal: controller.signal }));
      const outcome = observer.settled(loading, situation);
      const calls = source.calls?.bind(source);
      const arrived = calls === undefined ? await wait(50, true) : await until(() => calls() > before);
      const aborted = performance.now();
      controller.abort(new DOMException('The load took too long.', 'TimeoutError'));
      const { status, ...rest } = await outcome;
      const took = Math.round(performance.now() - aborted);
      ensure(arrived, 'load() must ask the source, but no request arrived within 3 seconds.');
      ensure(
        status === 'rejected',
        `When ${situation}, load() must reject once context.signal is aborted, but it resolved.`,
      );
      ensure(
        took < promptly,
        `When ${situation}, load() must reject at once when context.signal is aborted, but took ${took} ms. Pass the signal on, also to reading the body and to waits between retries.`,
      );
      const { reason } = rest as PromiseRejectedResult;
      ensure(
        reason === controller.signal.reason ||
          (PromptError.isInstance(reason) && ['TIMEOUT', 'CLOSED'].includes(reason.code)),
        `When context.signal was aborted with a TimeoutError, load() must reject with TIMEOUT or with signal.reason itself, but threw: ${String(reason)}`,
      );
    },
  } satisfies Check;
}
