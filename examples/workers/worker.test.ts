import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';

const platform = vi.hoisted(() => ({ env: { PROMPTS_URL: '' }, attempts: [] as Promise<unknown>[] }));
vi.mock('cloudflare:workers', () => ({
  env: platform.env,
  waitUntil: (attempt: Promise<unknown>) => void platform.attempts.push(attempt),
}));

it('answers from memory, and refreshes the prompt after the response', async () => {
  let text = 'You review {{language}} code.';
  const server = createServer((_request, response) => response.end(text)).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  platform.env.PROMPTS_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());

  const { default: worker } = await import('./worker.ts');
  const ask = async () => (await worker.fetch(new Request('https://worker.example/?language=Go'))).text();
  expect(await ask()).toBe('You review Go code.');
  await Promise.all(platform.attempts.splice(0));

  text = 'You review {{language}} code, kindly.';
  vi.advanceTimersByTime(61_000);
  expect(await ask()).toBe('You review Go code.');
  expect(platform.attempts).toHaveLength(1);
  await platform.attempts[0];
  expect(await ask()).toBe('You review Go code, kindly.');
});
