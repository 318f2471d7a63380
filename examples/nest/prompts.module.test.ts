import { expect, it } from 'vitest';
import { type AppPrompts, PROMPTS, promptsModule } from './prompts.module.ts';

it('provides the prompts, and closes them when the app shuts down', async () => {
  const { providers, exports } = promptsModule();
  expect(exports).toEqual([PROMPTS]);
  // Nest creates providers in the order of their dependencies, and awaits factories.
  const instances = new Map<unknown, unknown>();
  for (const { provide, useFactory, inject = [] } of providers as { [key: string]: unknown; inject?: unknown[] }[]) {
    const dependencies = inject.map((token) => instances.get(token));
    instances.set(provide, await (useFactory as (...dependencies: unknown[]) => unknown)(...dependencies));
  }
  const prompts = instances.get(PROMPTS) as AppPrompts;
  expect(await prompts.render('review', { language: 'Go' })).toBe('You review Go code.\n');
  for (const instance of instances.values()) {
    await (instance as { onApplicationShutdown?(): Promise<void> }).onApplicationShutdown?.();
  }
  await expect(prompts.get('review')).rejects.toMatchObject({ code: 'CLOSED' });
});
