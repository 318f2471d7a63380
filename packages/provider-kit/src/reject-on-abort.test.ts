import { expect, it } from 'vitest';
import { rejectOnAbort } from './reject-on-abort.ts';

const never = new Promise<never>(() => {});

it('resolves or rejects as the work does', async () => {
  const { signal } = new AbortController();
  expect(await rejectOnAbort(Promise.resolve('done'), signal)).toBe('done');
  await expect(rejectOnAbort(Promise.reject(new Error('failed')), signal)).rejects.toThrow('failed');
});

it('rejects with the reason of the signal while the work goes on', async () => {
  const controller = new AbortController();
  const waiting = rejectOnAbort(never, controller.signal);
  controller.abort(new Error('no longer needed'));
  await expect(waiting).rejects.toThrow('no longer needed');
});

it('rejects immediately if the signal is aborted already, and handles a later failure of the work', async () => {
  const { promise: work, reject } = Promise.withResolvers<never>();
  const waiting = rejectOnAbort(work, AbortSignal.abort(new Error('no longer needed')));
  reject(new Error('failed'));
  await expect(waiting).rejects.toThrow('no longer needed');
});
