import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sharedServer } from '../../../../scripts/test/servers/shared-server.ts';
import type { PromptStore } from '../config/tier-options.ts';
import { Fleet } from '../test-support/fleet.ts';
import { MapStore } from '../test-support/map-store.ts';
import { settled } from '../testing/settled.ts';

const program = fileURLToPath(new URL('../test-support/close-on-redis.ts', import.meta.url));
const never = () => new Promise<never>(() => {});

/** Wraps a store, and calls `onCall` after each call of it has started. */
function observe(store: MapStore, onCall: () => void): PromptStore {
  const report = <Result>(result: Promise<Result>) => {
    onCall();
    return result;
  };
  return {
    get: (key) => report(store.get(key)),
    set: (key, value) => report(store.set(key, value)),
    delete: (key) => report(store.delete(key)),
  };
}

describe('close', () => {
  it('leaves no lease behind and stops using the store, at whatever call it comes', async () => {
    const callsBeforeFetch = 7;
    for (let at = 1; at <= callsBeforeFetch; at += 1) {
      const store = new MapStore();
      const reached = Promise.withResolvers<void>();
      const onCall = () => {
        if (store.calls === at) reached.resolve();
      };
      await using fleet = new Fleet(never(), { cache: { store: observe(store, onCall) } });
      const prompts = await fleet.start();
      const reading = expect(prompts.get('it')).rejects.toMatchObject({ code: 'CLOSED' });
      await reached.promise;
      await prompts.close();
      await reading;
      const { calls } = store;
      expect([...store.values.keys()], `at call ${at}`).toEqual([]);
      await settled();
      await fleet.clock.advance(60_000);
      expect(store.calls, `at call ${at}`).toBe(calls);
    }
  });

  it('ends a wait for another process immediately', async () => {
    await using fleet = new Fleet(never(), { cache: { store: new MapStore() } });
    const all = await fleet.startMany(2);
    const readings = all.map((prompts) => expect(prompts.get('it')).rejects.toMatchObject({ code: 'CLOSED' }));
    await settled();
    // No time passes.
    await Promise.all(all.map((prompts) => prompts.close()));
    await Promise.all(readings);
    expect(fleet.provider.calls).toBe(1);
  });

  it('lets a process exit that disconnects its store afterwards', { timeout: 180_000 }, async () => {
    const url = await sharedServer('redis');
    const command = ['-C', '@prompts/source', program, url];
    const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 120_000 });
    expect(stdout).toBe('closed');
  });
});
