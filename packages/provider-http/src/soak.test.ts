import { createPrompts } from '@prompts/core';
import { type Fault, fakeClock } from '@prompts/provider-testkit';
import { expect, it } from 'vitest';
import { http } from './http.ts';
import { startPageServer } from './test-support/page-server.ts';

const names = ['a', 'b', 'c'];

/** What the source does, in turn; undefined: what it should. */
const faults: readonly (Fault | undefined)[] = [
  undefined,
  { kind: 'hang' },
  undefined,
  { kind: 'hang-body' },
  { kind: 'reset' },
  undefined,
  { kind: 'cut-body' },
  { kind: 'status', status: 503 },
];

/** Both ends of those to the source, and what else this process has. */
const socketsOfProcess = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

it('holds no more connections and timers after hundreds of loads than after the first, however they end', async () => {
  await using server = await startPageServer();
  const clock = fakeClock();
  const before = socketsOfProcess();
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(
      names.map((name) => [name, { provider: 'http', config: { url: `${server.url}/${name}` } }]),
    ),
    providers: [http({ allowHosts: ['127.0.0.1'] })],
    cache: { ttl: 1 },
    clock,
    preload: false,
  });
  const timers = new Set<number>();
  for (let round = 0; round < 15; round += 1) {
    for (const fault of faults) {
      for (const name of names) server.pages.set(`/${name}`, { body: `${name}, round ${round}` });
      server.heal();
      if (fault) server.fail(fault);
      const asked = server.requests.length;
      const refreshing = prompts.refresh();
      await expect.poll(() => server.requests.length, { interval: 1 }).toBeGreaterThanOrEqual(asked + names.length);
      // Longer than a load may take.
      if (fault?.kind.startsWith('hang')) await clock.advance(30_000);
      await refreshing;
      // One for each text, and those of loads that were given up just now.
      expect(server.connections).toBeLessThanOrEqual(2 * names.length);
      if (!fault) for (const name of names) expect(prompts.peek(name)?.content).toBe(`${name}, round ${round}`);
    }
    timers.add(clock.pending);
  }
  expect([...timers]).toHaveLength(1);
  await prompts.close();
  await expect.poll(() => [server.connections, socketsOfProcess()]).toEqual([0, before]);
});
