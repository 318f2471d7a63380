import { createPrompts, type PromptBus } from '@prompts/core';
import { toPrometheus } from '@prompts/core/prometheus';
import { describe, expect, test, vi } from 'vitest';
import { pingIntervalMs } from '../../until-lost.ts';
import type { BusUnderTest } from '../bus-under-test.ts';

/** Starts an app without prompts that has subscribed to a bus, and records its warnings. */
async function startApp({ publish, subscribe }: PromptBus) {
  const subscribed = Promise.withResolvers<void>();
  const bus: PromptBus = {
    publish,
    async subscribe(...args) {
      const subscription = await subscribe(...args);
      subscribed.resolve();
      return subscription;
    },
  };
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  const prompts = await createPrompts({ systemPrompts: {}, cache: { bus }, logger });
  await subscribed.promise;
  return {
    warnings,
    state: () => prompts.status().bus?.state,
    metrics: () => toPrometheus(prompts.status()),
    [Symbol.asyncDispose]: () => prompts.close(),
  };
}

/** The bus in the status of an app. */
export function testStatus({ create, start }: BusUnderTest): void {
  const aboutBus = expect.stringContaining('bus');

  describe('the status of an app', () => {
    test('is failing while the server is dead, and ok when it runs again', async () => {
      const server = await start();
      try {
        await using app = await startApp(create(server.url));
        expect(app.state()).toBe('ok');
        for (const deaths of [1, 2]) {
          await server.kill();
          await vi.waitUntil(() => app.state() === 'failing', 10_000);
          expect(app.metrics()).toContain('prompts_tier_up{tier="bus"} 0\n');
          await server.restart();
          await vi.waitUntil(() => app.state() === 'ok', 10_000);
          expect(app.metrics()).toContain('prompts_tier_up{tier="bus"} 1\n');
          expect(app.warnings).toEqual(Array.from({ length: deaths }, () => aboutBus));
        }
      } finally {
        await server.stop();
      }
    });

    test('is failing when a frozen server leaves a ping unanswered, and the app can close nevertheless', async ({
      skip,
      onTestFinished,
    }) => {
      const server = await start();
      onTestFinished(() => void vi.useRealTimers());
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      try {
        if (!server.pause || !server.resume)
          return skip("the server under test does not have both 'pause' and 'resume'");
        await using app = await startApp(create(server.url));
        await server.pause();
        vi.advanceTimersByTime(pingIntervalMs);
        expect(app.state()).toBe('ok');
        vi.advanceTimersByTime(pingIntervalMs);
        await vi.waitUntil(() => app.state() === 'failing', 10_000);
        await server.resume();
        await vi.waitUntil(() => app.state() === 'ok', 10_000);
        expect(app.warnings).toEqual([aboutBus]);
        await server.pause();
      } finally {
        await server.stop();
      }
    });
  });
}
