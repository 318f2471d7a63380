import { type Check, ensure, needs } from '../suite/check.ts';
import { until } from '../suite/until.ts';

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
      const before = count(process.getActiveResourcesInfo());
      await source.write('a', 'here\n');
      const signal = new AbortController().signal;
      await source.provider.load(source.config('a'), observer.context({ signal }));
      observer.providerClosed = true;
      await source.provider.close?.();
      await source.close();
      const left = () =>
        [...count(process.getActiveResourcesInfo())].filter(([kind, many]) => many > (before.get(kind) ?? 0));
      const gone = await until(() => left().length === 0);
      ensure(
        gone,
        `After close() these keep the process alive (process.getActiveResourcesInfo()): ${left().map(([kind]) => kind)}. Close sockets, clear or unref() timers.`,
      );
    },
  },
] as const satisfies readonly Check[];

/** How many there are of each kind that a provider may leave behind. */
function count(resources: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const kind of resources.filter((resource) =>
    /^(TCP|TLS|Pipe|Process|FSEvent|StatWatcher|Timeout)/.test(resource),
  )) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}
