import type { Prompts } from '@prompts/core';

export const maxP99Ms = 50;

/** The first changes, which wait for code to be loaded and compiled, and are not counted. */
export const warmUps = 10;

/**
 * Measures how long it takes until a text is served.
 * @param announce Announces the change to it. Its promise may resolve later.
 * @returns Milliseconds.
 */
export async function measureChange(prompts: Prompts, text: string, announce: () => Promise<unknown>): Promise<number> {
  const { promise: servedAt, resolve } = Promise.withResolvers<number>();
  const unsubscribe = prompts.on('change', ({ name }) => {
    if (prompts.peek(name)?.content.trim() === text) resolve(performance.now());
  });
  const startedAt = performance.now();
  const announced = announce();
  const delayMs = (await servedAt) - startedAt;
  unsubscribe();
  await announced;
  return delayMs;
}

/** Measures milliseconds. */
export async function measureTime(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
