import { expect, it } from 'vitest';
import { createPrompts, type PromptHook, type Prompts } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

function serve(hooks: PromptHook[]) {
  const source = new ScriptedProvider('one');
  const warnings: string[] = [];
  const clock = fakeClock();
  const created: Promise<Prompts> = createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {}, cache: { timeout: 3 } } },
    providers: [source],
    hooks,
    clock,
    logger: { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} },
  });
  return { source, warnings, clock, created };
}

const fail = (): never => {
  throw new Error('a secret detail');
};

it('the warning about a hook that fails in changed() or failed() names the hook, and the next hook is called', async () => {
  const received: string[] = [];
  const { source, warnings, created } = serve([
    { name: 'broken', changed: fail, failed: async () => fail() },
    { name: 'works', changed: () => void received.push('changed'), failed: () => void received.push('failed') },
  ]);
  await using prompts = await created;
  await prompts.get('it');
  source.answer = new Error('down');
  await prompts.refresh();
  await settled();
  expect(received).toEqual(['changed', 'failed']);
  expect(warnings).toEqual([
    "@prompts: hook 'broken' failed in changed(): catch errors inside it to see them",
    "@prompts: hook 'broken' failed in failed(): catch errors inside it to see them",
  ]);
});

it.each<[string, Partial<PromptHook>, string, number]>([
  [
    'before',
    { before: () => new Promise(() => {}) },
    "hook 'slow' did not finish before() within 3 s (cache.timeout)",
    3,
  ],
  ['loaded', { loaded: () => new Promise(() => {}) }, "hook 'slow': no response within 30 s", 30],
])('the error about a hook that hangs in %s names the hook and the limit', async (_, methods, message, seconds) => {
  const { clock, created } = serve([
    { name: 'quick', before: async () => {} },
    { name: 'slow', ...methods },
  ]);
  await using prompts = await created;
  const errors: unknown[] = [];
  prompts.on('error', ({ error }) => errors.push(error));
  const reading = prompts.get('it').catch((thrown: unknown) => thrown);
  await settled();
  await clock.advance(seconds * 1000);
  const expected = { code: 'TIMEOUT', message: expect.stringContaining(message) };
  expect(seconds === 3 ? await reading : errors[0]).toMatchObject(expected);
});
