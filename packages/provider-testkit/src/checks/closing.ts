import { type Check, needs } from '../suite/check.ts';
import { ensure } from '../suite/ensure.ts';
import { findOpenHandles } from '../suite/find-open-handles.ts';
import { waitUntil } from '../suite/wait-until.ts';

export const closingChecks = [
  {
    id: 'close-connections',
    title: 'closes its connections to the source',
    missing: (source) =>
      source.provider.close === undefined ? "the provider has no 'close'" : needs('connections')(source),
    async run(source, observer) {
      await source.write('a', 'here\n');
      await source.provider.load(source.config('a'), observer.context());
      observer.providerClosed = true;
      await source.provider.close?.();
      const isClosed = await waitUntil(() => source.connections?.() === 0);
      ensure(
        isClosed,
        `After close(), the provider must have no open connection to the source, but it still has ${source.connections?.()}. Use an HTTP agent that belongs to the provider, and close it.`,
      );
    },
  },
  {
    id: 'close-resources',
    title: 'leaves nothing that keeps the process alive',
    async run(source, observer) {
      const open = await findOpenHandles(async () => {
        await source.write('a', 'here\n');
        const signal = new AbortController().signal;
        await source.provider.load(source.config('a'), observer.context({ signal }));
        observer.providerClosed = true;
        await source.provider.close?.();
        await source.close();
      });
      ensure(
        open.length === 0,
        `After close(), nothing of the provider may keep the process alive, but these handles do (types of node:async_hooks): ${open.join(', ')}. Close sockets and servers, and clear timers or unref() them.`,
      );
    },
  },
] as const satisfies readonly Check[];
