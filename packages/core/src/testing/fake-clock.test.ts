import { expect, test } from 'vitest';
import { fakeClock } from './fake-clock.ts';

test('calls due timers in order, each at its time, and the timers that they start', async () => {
  const clock = fakeClock(1000);
  const seen: [string, number][] = [];
  clock.setTimeout(() => seen.push(['late', clock.now()]), 300);
  clock.setTimeout(() => {
    seen.push(['early', clock.now()]);
    Promise.resolve().then(() => clock.setTimeout(() => seen.push(['started', clock.now()]), 50));
  }, 100);
  await clock.advance(299);
  expect(seen).toEqual([
    ['early', 1100],
    ['started', 1150],
  ]);
  await clock.advance(1);
  expect(seen.at(-1)).toEqual(['late', 1300]);
  expect(clock.pending).toBe(0);
});

test('does not call a cancelled timer', async () => {
  const clock = fakeClock();
  let calls = 0;
  clock.setTimeout(() => calls++, 10).cancel();
  await clock.advance(20);
  expect([calls, clock.now()]).toEqual([0, 20]);
});
