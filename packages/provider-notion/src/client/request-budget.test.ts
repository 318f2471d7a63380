import { expect, it } from 'vitest';
import { RequestBudget } from './request-budget.ts';

const { signal } = new AbortController();

/** Creates a clock that moves only during waits. */
function createClock() {
  const clock = {
    time: 0,
    now: () => clock.time,
    async wait(milliseconds: number) {
      clock.time += milliseconds;
    },
  };
  return clock;
}

it.each([3, 1, 0.5])('no second has more than %s requests', async (rate) => {
  const clock = createClock();
  const budget = new RequestBudget(rate, clock);
  const sentAt: number[] = [];
  for (let count = 0; count < 30; count += 1) {
    await budget.take(signal);
    sentAt.push(clock.time);
  }
  const perWindow = Math.max(1, rate);
  const windowMs = rate < 1 ? 1000 / rate : 1000;
  for (const time of sentAt) {
    expect(sentAt.filter((other) => other >= time && other < time + windowMs).length).toBeLessThanOrEqual(perWindow);
  }
  expect(clock.time).toBeLessThanOrEqual((30 / rate) * 1000);
});

it('an aborted request is not counted, and delays no other', async () => {
  const clock = createClock();
  const budget = new RequestBudget(1, clock);
  await budget.take(signal);
  const aborted = AbortSignal.abort(new Error('gone'));
  await expect(budget.take(aborted)).rejects.toThrow('gone');
  await budget.take(signal);
  expect(clock.time).toBe(1000);
});

it('a short pause is waited for, and a long one is an error with the remaining time', async () => {
  const clock = createClock();
  const budget = new RequestBudget(3, clock);
  budget.pause(2);
  await budget.take(signal);
  expect(clock.time).toBe(2000);
  budget.pause(120);
  clock.time += 10_000;
  await expect(budget.take(signal)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 110 });
});
