import { expect, it } from 'vitest';
import { PromptError } from '../errors/prompt-error.ts';
import { fakePrompts } from './fake-prompts.ts';

const gone = new PromptError('NOT_FOUND', 'the page was deleted');
const create = () =>
  fakePrompts({
    greeting: 'Hello {{name}}',
    support: { content: 'Help', state: 'stale', version: '7', metadata: { team: 'a' } },
    gone,
  });

it('reads, peeks and renders', async () => {
  const prompts = create();
  expect(await prompts.render('greeting', { name: 'Ada' })).toBe('Hello Ada');
  expect(prompts.peek('greeting')).toMatchObject({ content: 'Hello {{name}}', state: 'fresh', variables: ['name'] });
  expect(prompts.peek('greeting')?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(await prompts.get('support')).toMatchObject({ state: 'stale', version: '7', metadata: { team: 'a' } });
});

it('fails as the real one does', async () => {
  const prompts = create();
  await expect(prompts.render('greeting' as string)).rejects.toMatchObject({ code: 'VARIABLE_MISSING' });
  await expect(prompts.get('gone')).rejects.toBe(gone);
  expect(prompts.peek('gone')).toBeUndefined();
  // @ts-expect-error: the name is not one of those above.
  await expect(prompts.get('greting')).rejects.toMatchObject({
    code: 'PROMPT_UNKNOWN',
    message: expect.stringContaining("Did you mean 'greeting'?"),
  });
  expect(() => prompts.peek('other' as string)).toThrow(expect.objectContaining({ code: 'PROMPT_UNKNOWN' }));
  await expect(prompts.receive('github', {} as never, { secrets: [] })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
});

it('reports and refreshes', async () => {
  const prompts = create();
  expect(prompts.list().map(({ name, state }) => `${name} ${state}`)).toEqual([
    'greeting fresh',
    'support stale',
    'gone failed',
  ]);
  expect(prompts.status().prompts[2]).toMatchObject({ name: 'gone', state: 'failed', error: gone });
  expect(await prompts.refresh()).toEqual({
    changed: [],
    unchanged: ['greeting', 'support'],
    failed: [{ name: 'gone', error: gone }],
  });
  await expect(prompts.refresh('other' as string)).rejects.toMatchObject({ code: 'PROMPT_UNKNOWN' });
});

it('reads nothing after it was closed', async () => {
  const prompts = create();
  prompts.on('change', () => {})();
  await prompts.close();
  await expect(prompts.get('greeting')).rejects.toMatchObject({ code: 'CLOSED' });
  expect(() => prompts.peek('greeting')).toThrow(expect.objectContaining({ code: 'CLOSED' }));
});
