import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { withPartTimeout } from './with-part-timeout.ts';

afterEach(() => {
  vi.useRealTimers();
});

const options = { provider: 'acme', what: 'team/prompts', timeoutSeconds: 20 };

async function hang({ signal }: { readonly signal: AbortSignal }): Promise<never> {
  await once(signal, 'abort');
  throw signal.reason;
}

it('aborts the signal of the part when its time is up, with a TIMEOUT', async () => {
  vi.useFakeTimers();
  const whole = new AbortController();
  const running = withPartTimeout({ signal: whole.signal }, options, hang);
  const failed = expect(running).rejects.toMatchObject({
    code: 'TIMEOUT',
    provider: 'acme',
    message: 'team/prompts did not respond within 20 s',
  });
  await vi.advanceTimersByTimeAsync(20_000);
  await failed;
  expect(whole.signal.aborted).toBe(false);
});

it('aborts it with the reason of the whole call', async () => {
  const whole = new AbortController();
  const running = withPartTimeout({ signal: whole.signal }, options, hang);
  whole.abort(new Error('the app closes'));
  await expect(running).rejects.toThrow('the app closes');
  await expect(withPartTimeout({ signal: whole.signal }, options, async () => 'text')).rejects.toThrow(
    'the app closes',
  );
});

it('passes on the rest of the context and the result, and leaves no timer', async () => {
  vi.useFakeTimers();
  const context = { signal: new AbortController().signal, logger: 'log' };
  expect(await withPartTimeout(context, options, async ({ logger }) => logger)).toBe('log');
  expect(vi.getTimerCount()).toBe(0);
});
