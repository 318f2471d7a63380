import { mock } from 'node:test';

const hourMs = 3_600_000;
const conversationsPerDay = 5000;

/** The first moment of the simulated days, and the first one after them, in epoch ms. */
export const startMs = Date.UTC(2025, 5, 2);
export const endMs = startMs + 96 * hourMs;

/**
 * Lets four days pass in seconds: the system's date follows the simulation. Most customers come in the afternoon.
 * @param desk `serve` is called for each of the 20,000 conversations, then `endHour` and `endDay`, as they end.
 */
export async function passFourDays(desk: {
  serve(customer: string): Promise<void>;
  endHour(): Promise<void>;
  endDay(day: number): Promise<void>;
}): Promise<void> {
  let served = 0;
  mock.timers.enable({ apis: ['Date'], now: startMs });
  try {
    for (let hour = 1; hour <= 96; hour += 1) {
      mock.timers.setTime(startMs + (hour - 0.5) * hourMs);
      while (served < customersUntil(hour)) {
        served += 1;
        await desk.serve(`customer-${served}`);
      }
      await desk.endHour();
      if (hour % 24 === 0) await desk.endDay(hour / 24);
    }
  } finally {
    mock.timers.reset();
  }
}

/** How many customers have come before an hour ends: the integral of 1 - 0.8 cos(2π(t - 3/24)), per day. */
function customersUntil(hour: number): number {
  const phase = (part: number) => Math.sin(2 * Math.PI * (part - 3 / 24));
  const days = hour / 24;
  return Math.round(conversationsPerDay * (days - (0.8 * (phase(days) - phase(0))) / (2 * Math.PI)));
}
