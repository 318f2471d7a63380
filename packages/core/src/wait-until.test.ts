import { expect, it, vi } from 'vitest';
import { createPrompts } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';

const entry = { provider: 'scripted', config: {}, cache: { ttl: 60 } };

it('hands the runtime each attempt, whose end means that the new text is served', async () => {
  const provider = new ScriptedProvider('one');
  const clock = fakeClock();
  const attempts: Promise<unknown>[] = [];
  const systemPrompts = { it: entry, own: 'text' };
  await using prompts = await createPrompts({
    systemPrompts,
    providers: [provider],
    hooks: [{ name: 'derived', loaded: async (template) => template }],
    waitUntil: (attempt) => void attempts.push(attempt),
    clock,
  });
  await Promise.all(attempts.splice(0));
  expect(prompts.peek('it')).toMatchObject({ content: 'one', state: 'fresh' });
  await clock.advance(61_000);
  provider.answer = 'two';
  expect(await prompts.get('it')).toMatchObject({ content: 'one', state: 'stale' });
  expect(attempts).toHaveLength(1);
  await attempts[0];
  expect(prompts.peek('it')).toMatchObject({ content: 'two', state: 'fresh' });
});

it('hands it listings with the loads of their members, and attempts that fail', async () => {
  let listed = ['a'];
  const provider = {
    name: 'shelf',
    load: async ({ id }: { id: string }) => {
      if (id === 'b') throw new Error('down');
      return { content: `text of ${id}` };
    },
    list: async () => listed.map((id) => ({ name: id, config: { id } })),
  };
  const attempts: Promise<unknown>[] = [];
  await using prompts = await createPrompts({
    systemPrompts: { 'shelf/*': { provider: 'shelf', config: {}, cache: { ttl: 60 } } },
    providers: [provider],
    logger: false,
    waitUntil: (attempt) => void attempts.push(attempt),
  });
  await attempts[0];
  expect(prompts.peek('shelf/a')?.content).toBe('text of a');
  listed = ['a', 'b'];
  await prompts.refresh();
  await expect(Promise.all(attempts)).resolves.toBeDefined();
});

it('survives a function that throws', async () => {
  const logger = { debug() {}, info() {}, warn: vi.fn(), error() {} };
  await using prompts = await createPrompts({
    systemPrompts: { it: entry },
    providers: [new ScriptedProvider('one')],
    logger,
    waitUntil() {
      throw new Error('no request');
    },
  });
  expect((await prompts.get('it')).content).toBe('one');
  expect(logger.warn).toHaveBeenCalledWith(expect.stringContaining('waitUntil'));
});

it('refuses what is not a function', async () => {
  await expect(createPrompts({ systemPrompts: {}, waitUntil: 5 as never })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('waitUntil'),
  });
});
