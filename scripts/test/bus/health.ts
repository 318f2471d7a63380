import { describe, expect, test, vi } from 'vitest';
import { createPrompts, type PromptBus } from '../../../packages/core/src/node/index.ts';
import { toPrometheus } from '../../../packages/core/src/prometheus.ts';
import { orSkip } from '../servers/or-skip.ts';
import type { TestServer } from '../servers/test-server.ts';

/** Milliseconds between two questions of a bus whether its connection still stands. */
const beat = 10_000;

const lost = '@prompts: the bus was lost: for now, changes arrive by TTL only';

/** @returns an app with no prompt that listens to a bus, and its warnings. */
async function startApp({ publish, subscribe }: PromptBus) {
  const listening = Promise.withResolvers<void>();
  const bus: PromptBus = {
    publish,
    async subscribe(...args) {
      const subscription = await subscribe(...args);
      listening.resolve();
      return subscription;
    },
  };
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  const prompts = await createPrompts({ systemPrompts: {}, cache: { bus }, logger });
  await listening.promise;
  return {
    warnings,
    state: () => prompts.status().bus?.state,
    metrics: () => toPrometheus(prompts.status()),
    [Symbol.asyncDispose]: () => prompts.close(),
  };
}

/** What an app's status says of a bus on a real server. */
export function testHealth(make: (url: string) => PromptBus, start: () => Promise<TestServer>): void {
  describe('the status of an app', () => {
    test('says while its server is dead that the bus fails, and no longer', async () => {
      const server = await orSkip(start());
      try {
        await using app = await startApp(make(server.url));
        expect(app.state()).toBe('ok');
        for (const deaths of [1, 2]) {
          await server.kill();
          await vi.waitUntil(() => app.state() === 'failing', 10_000);
          expect(app.metrics()).toContain('prompts_tier_up{tier="bus"} 0\n');
          await server.restart();
          await vi.waitUntil(() => app.state() === 'ok', 10_000);
          expect(app.metrics()).toContain('prompts_tier_up{tier="bus"} 1\n');
          expect(app.warnings).toEqual(Array.from({ length: deaths }, () => lost));
        }
      } finally {
        await server.stop();
      }
    });

    test('says of a frozen server that the bus fails once two questions were due, and closes all the same', async () => {
      const server = await orSkip(start());
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        await using app = await startApp(make(server.url));
        await server.pause();
        vi.advanceTimersByTime(beat);
        expect(app.state()).toBe('ok');
        vi.advanceTimersByTime(beat);
        await vi.waitUntil(() => app.state() === 'failing', 10_000);
        await server.resume();
        await vi.waitUntil(() => app.state() === 'ok', 10_000);
        expect(app.warnings).toEqual([lost]);
        await server.pause();
      } finally {
        vi.useRealTimers();
        await server.stop();
      }
    });
  });
}
