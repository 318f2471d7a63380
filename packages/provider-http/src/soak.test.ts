import { createPrompts } from '@prompts/core';
import { type Fault, fakeClock } from '@prompts/provider-testkit';
import { expect, it } from 'vitest';
import { http } from './http.ts';
import { startPageServer } from './test-support/page-server.ts';

const names = ['a', 'b', 'c'];

/** The faults of the source, in turn; undefined if it works. */
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

/** Counts the sockets of this process, including both ends of its connections to the source. */
const countSockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

it('hundreds of loads leave no connections and timers behind, however they end', async () => {
  await using server = await startPageServer();
  const clock = fakeClock();
  const before = countSockets();
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(
      names.map((name) => [name, { provider: 'http', config: { url: `${server.url}/${name}` } }]),
    ),
    providers: [http({ allowHosts: ['127.0.0.1'] })],
    cache: { ttl: 1 },
    clock,
    preload: false,
  });
  const timerCounts = new Set<number>();
  for (let round = 0; round < 15; round += 1) {
    for (const fault of faults) {
      for (const name of names) server.pages.set(`/${name}`, { body: `${name}, round ${round}` });
      server.heal();
      if (fault) server.fail(fault);
      const requestsBefore = server.requests.length;
      const refreshing = prompts.refresh();
      await expect
        .poll(() => server.requests.length, { interval: 1 })
        .toBeGreaterThanOrEqual(requestsBefore + names.length);
      // The time limit of a load.
      if (fault?.kind.startsWith('hang')) await clock.advance(30_000);
      await refreshing;
      // One per text, and those of loads that were just aborted.
      expect(server.connections).toBeLessThanOrEqual(2 * names.length);
      if (!fault) for (const name of names) expect(prompts.peek(name)?.content).toBe(`${name}, round ${round}`);
    }
    timerCounts.add(clock.pending);
  }
  expect([...timerCounts]).toHaveLength(1);
  await prompts.close();
  await expect.poll(() => [server.connections, countSockets()]).toEqual([0, before]);
});
