import { expect, it, vi } from 'vitest';
import { createPrompts, PromptError } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';

const rejected = new PromptError('AUTH_FAILED', 'the token is invalid');

async function create(fallback?: string) {
  const provider = new ScriptedProvider('text');
  const clock = fakeClock();
  const logger = { debug() {}, info() {}, warn: vi.fn(), error() {} };
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {}, cache: { ttl: 60 }, ...(fallback && { fallback }) } },
    providers: [provider],
    preload: false,
    clock,
    logger,
  });
  return { prompts, provider, clock, warn: logger.warn };
}

it('warns once while a fallback hides that the credentials are rejected', async () => {
  const { prompts, provider, clock, warn } = await create('own text');
  await using _ = prompts;
  provider.answer = rejected;
  for (let read = 0; read < 5; read += 1) {
    expect((await prompts.get('it')).content).toBe('own text');
    await clock.advance(120_000);
  }
  expect(provider.calls).toBeGreaterThan(1);
  expect(warn.mock.calls).toEqual([["@prompts: Prompt 'it' (scripted): the token is invalid; its fallback is served"]]);
});

it('warns once per outage that the last good text is served', async () => {
  const { prompts, provider, clock, warn } = await create();
  await using _ = prompts;
  await prompts.get('it');
  for (let outage = 0; outage < 2; outage += 1) {
    provider.answer = rejected;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await clock.advance(120_000);
      await prompts.refresh();
    }
    provider.answer = 'text';
    await clock.advance(120_000);
    await prompts.refresh();
  }
  expect(warn.mock.calls).toEqual([
    ["@prompts: Prompt 'it' (scripted): the token is invalid; the last good text is served"],
    ["@prompts: Prompt 'it' (scripted): the token is invalid; the last good text is served"],
  ]);
});

it('does not warn of a failure that the reader gets, or that no reader notices', async () => {
  const { prompts, provider, warn } = await create();
  await using _ = prompts;
  provider.answer = rejected;
  await expect(prompts.get('it')).rejects.toMatchObject({ code: 'AUTH_FAILED' });
  provider.answer = 'text';
  await prompts.refresh();
  provider.answer = rejected;
  await prompts.refresh();
  expect((await prompts.get('it')).state).toBe('fresh');
  expect(warn).not.toHaveBeenCalled();
});
