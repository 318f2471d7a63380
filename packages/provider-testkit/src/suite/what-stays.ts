import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { until } from './until.ts';

const keepsAlive = new Set([
  'FSEVENTWRAP',
  'PIPESERVERWRAP',
  'PIPEWRAP',
  'PROCESSWRAP',
  'STATWATCHER',
  'TCPSERVERWRAP',
  'TCPWRAP',
  'Timeout',
  'UDPWRAP',
  'WORKER',
]);

interface Resource {
  readonly kind: string;
  readonly handle: { hasRef?(): boolean };
}

/**
 * Does `work` and gives what it began a moment to end.
 * @returns the kinds of what keeps the process alive then, as async_hooks calls them. Only what came out of `work` counts:
 * the test runner has timers and sockets of its own, which come and go.
 */
export async function whatStays(work: () => Promise<void>): Promise<string[]> {
  const insideWork = new AsyncLocalStorage<true>();
  const begun = new Map<number, Resource>();
  const hook = createHook({
    init(id, kind, _, handle) {
      if (keepsAlive.has(kind) && insideWork.getStore()) begun.set(id, { kind, handle });
    },
    destroy: (id) => void begun.delete(id),
  }).enable();
  try {
    await insideWork.run(true, work);
    const left = () => [...begun.values()].filter(({ handle }) => handle.hasRef?.() !== false);
    await until(() => left().length === 0);
    return left().map(({ kind }) => kind);
  } finally {
    hook.disable();
  }
}
