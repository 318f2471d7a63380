import { AsyncLocalStorage, createHook } from 'node:async_hooks';
import { waitUntil } from './wait-until.ts';

/** The types of async_hooks that can keep a process alive. */
const handleTypes = new Set([
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

interface OpenHandle {
  readonly type: string;
  readonly resource: { hasRef?(): boolean };
}

/**
 * Runs `work`, and gives everything that it started a moment to end. Handles that others open, such as the test runner, are ignored.
 * @returns The types, as async_hooks names them, of the handles that `work` opened and that still keep the process alive.
 */
export async function findOpenHandles(work: () => Promise<void>): Promise<string[]> {
  const insideWork = new AsyncLocalStorage<true>();
  const open = new Map<number, OpenHandle>();
  const hook = createHook({
    init(id, type, _, resource) {
      if (handleTypes.has(type) && insideWork.getStore()) open.set(id, { type, resource });
    },
    destroy: (id) => void open.delete(id),
  }).enable();
  try {
    await insideWork.run(true, work);
    const findActive = () => [...open.values()].filter(({ resource }) => resource.hasRef?.() !== false);
    await waitUntil(() => findActive().length === 0);
    return findActive().map(({ type }) => type);
  } finally {
    hook.disable();
  }
}
