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

/** The same store, which tells of each call to it. */
function tellingOf(store: MapStore, called: () => void): PromptStore {
  const told = <Result>(answer: Promise<Result>) => {
    called();
    return answer;
  };
  return {
    get: (key) => told(store.get(key)),
    set: (key, value) => told(store.set(key, value)),
    delete: (key) => told(store.delete(key)),
  };
}

describe('close', () => {
  it('leaves no lease behind and uses the store no more, whenever it comes', async () => {
    const untilAsked = 7;
    for (let at = 1; at <= untilAsked; at += 1) {
      const store = new MapStore();
      const reached = Promise.withResolvers<void>();
      const called = () => {
        if (store.calls === at) reached.resolve();
      };
      await using fleet = new Fleet(never(), { cache: { store: tellingOf(store, called) } });
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

  it('ends a wait for another process at once', async () => {
    await using fleet = new Fleet(never(), { cache: { store: new MapStore() } });
    const [asks, waits] = await Promise.all([fleet.start(), fleet.start()]);
    const readings = [asks, waits].map((prompts) =>
      expect(prompts.get('it')).rejects.toMatchObject({ code: 'CLOSED' }),
    );
    await settled();
    // Time stands still.
    await Promise.all([asks.close(), waits.close()]);
    await Promise.all(readings);
    expect(fleet.provider.calls).toBe(1);
  });

  it('lets a process end that disconnects its store afterwards', async () => {
    const url = await sharedServer('redis');
    const command = ['-C', '@prompts/source', program, url];
    const { stdout } = await promisify(execFile)(process.execPath, command, { timeout: 15_000 });
    expect(stdout).toBe('closed');
  });
});
