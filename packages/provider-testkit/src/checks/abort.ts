import type { Fault } from '../server/fault.ts';
import { type Check, needs } from '../suite/check.ts';
import { configOf, configsOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import { expectAbort, expectNoRequest } from '../suite/expect-abort.ts';
import { waitUntil } from '../suite/wait-until.ts';
import { withPrompts } from '../suite/with-prompts.ts';

export const abortChecks = [
  {
    id: 'abort-before',
    title: 'sends no request if the signal is already aborted',
    async run(source, observer) {
      await source.write('a', 'here\n');
      const config = await configOf(source, 'a');
      await expectNoRequest(source, observer, {
        method: 'load',
        run: async (signal) => source.provider.load(config, observer.context({ signal })),
      });
    },
  },
  rejectsOnAbort('hang', 'the source never responds', { kind: 'hang' }),
  rejectsOnAbort('hang-body', 'the body never ends', { kind: 'hang-body' }),
  rejectsOnAbort('drip', 'the body arrives byte by byte', { kind: 'drip' }),
  {
    id: 'abort-one',
    title: 'continues the loads of other readers when one is aborted',
    missing: needs('fail'),
    async run(source, observer) {
      for (const id of ['a', 'b']) await source.write(id, `Text of ${id}.\n`);
      const [a, b] = await configsOf(source, ['a', 'b']);
      source.fail?.({ kind: 'latency', milliseconds: 200 });
      const before = source.calls?.() ?? 0;
      const controller = new AbortController();
      const aborted = source.provider.load(a, observer.context({ signal: controller.signal }));
      const others = [a, b].map((config) => source.provider.load(config, observer.context()));
      const outcomes = Promise.all(
        [aborted, ...others].map((load) => observer.settle(load, 'the load of another reader is aborted')),
      );
      await waitUntil(() => (source.calls?.() ?? before + 1) > before);
      controller.abort(new DOMException('The reader left.', 'AbortError'));
      const [, ...rest] = await outcomes;
      for (const [index, id] of ['a', 'b'].entries()) {
        const outcome = rest[index];
        ensure(
          outcome?.status === 'fulfilled' && outcome.value.content === `Text of ${id}.\n`,
          `When one of several concurrent loads is aborted, the others must still return their text, but the load of '${id}' ${outcome?.status === 'rejected' ? `rejected with: ${String(outcome.reason)}` : 'returned another text'}. Pass each load its own signal.`,
        );
      }
    },
  },
  {
    id: 'timeout',
    title: 'lets a read time out while the source hangs',
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      source.fail?.({ kind: 'hang' });
      await withPrompts(
        source,
        { a: source.config('a') },
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
      const config = await configOf(source, 'a');
      source.fail?.(fault);
      const hasArrived = await expectAbort(source, observer, {
        method: 'load',
        situation,
        run: (signal) => source.provider.load(config, observer.context({ signal })),
      });
      ensure(hasArrived, 'load() must send a request, but none arrived at the source within 2 seconds.');
    },
  } satisfies Check;
}
