import { type Check, ensure, needs } from '../suite/check.ts';
import { until } from '../suite/until.ts';
import { whatStays } from '../suite/what-stays.ts';

export const closingChecks = [
  {
    id: 'close-connections',
    title: 'leaves no connection to the source open when closed',
    missing: (source) =>
      source.provider.close === undefined
        ? "the provider has no 'close': it keeps nothing of its own"
        : needs('connections')(source),
    async run(source, observer) {
      await source.write('a', 'here\n');
      await source.provider.load(source.config('a'), observer.context());
      observer.providerClosed = true;
      await source.provider.close?.();
      const closed = await until(() => source.connections?.() === 0);
      ensure(
        closed,
        `After close() no connection to the source may be open, but ${source.connections?.()} still are. Keep an agent of your own and close it.`,
      );
    },
  },
  {
    id: 'close-resources',
    title: 'leaves nothing that keeps the process alive when closed',
    async run(source, observer) {
      const left = await whatStays(async () => {
        await source.write('a', 'here\n');
        const signal = new AbortController().signal;
        await source.provider.load(source.config('a'), observer.context({ signal }));
        observer.providerClosed = true;
        await source.provider.close?.();
        await source.close();
      });
      ensure(
        left.length === 0,
        `After close() these keep the process alive (kinds of node:async_hooks): ${left.join(', ')}. Close sockets, clear or unref() timers.`,
      );
    },
  },
] as const satisfies readonly Check[];
