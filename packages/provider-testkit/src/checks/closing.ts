import { type Check, needs } from '../suite/check.ts';
import { closeProvider } from '../suite/close-provider.ts';
import { configOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import { findOpenHandles } from '../suite/find-open-handles.ts';
import { prepareCalls } from '../suite/method-calls.ts';
import { waitUntil } from '../suite/wait-until.ts';
import { withOwnPool } from '../suite/with-own-pool.ts';

export const closingChecks = [
  {
    id: 'close-connections',
    title: 'closes its connections to the source',
    missing: needs('connections'),
    async run(source, observer) {
      const { provider } = source;
      await withOwnPool(async () => {
        for (const { run } of await prepareCalls(source, observer)) await run(observer.context());
      });
      await closeProvider(source, observer, 'prompts were loaded');
      const isClosed = await waitUntil(() => source.connections?.() === 0);
      const situation = provider.close ? 'After close(), the provider' : 'The provider has no close(), so it';
      ensure(
        isClosed,
        `${situation} must have no open connection to the source, but it still has ${source.connections?.()}. Use an HTTP agent that belongs to the provider, and close it.`,
      );
    },
  },
  {
    id: 'close-resources',
    title: 'leaves nothing that keeps the process alive',
    async run(source, observer) {
      const open = await findOpenHandles(async () => {
        const signal = new AbortController().signal;
        for (const { run } of await prepareCalls(source, observer)) await run(observer.context({ signal }));
        await closeProvider(source, observer, 'prompts were loaded');
        await source.close();
      });
      ensure(
        open.length === 0,
        `After close(), nothing of the provider may keep the process alive, but these handles do (types of node:async_hooks): ${[...new Set(open)].join(', ')}. Close sockets and servers, and clear timers or unref() them.`,
      );
    },
  },
  {
    id: 'close-unused',
    title: 'closes if nothing was loaded',
    run: (source, observer) => closeProvider(source, observer, 'nothing was loaded'),
  },
  {
    id: 'close-hanging',
    title: 'closes while a load hangs',
    missing: needs('fail'),
    async run(source, observer) {
      await source.write('a', 'here\n');
      const config = await configOf(source, 'a');
      source.fail?.({ kind: 'hang' });
      const controller = new AbortController();
      const before = source.calls?.() ?? 0;
      const loading = observer.settle(
        source.provider.load(config, observer.context({ signal: controller.signal })),
        'the provider is closed',
      );
      await waitUntil(() => (source.calls?.() ?? before + 1) > before);
      // This is the order in which core closes.
      controller.abort(new DOMException('The app closes.', 'AbortError'));
      await closeProvider(source, observer, 'a load hangs and its signal is aborted');
      const { status } = await loading;
      ensure(status === 'rejected', 'When the source hangs and the provider is closed, load() must reject.');
    },
  },
] as const satisfies readonly Check[];
