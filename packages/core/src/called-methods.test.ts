import { expect, it } from 'vitest';
import { createPrompts, type PromptProvider } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

interface Config {
  readonly id: string;
  readonly token?: string;
}

/** A provider with every method. It records the ids that each call is about. */
function createRecorder() {
  const calls: string[] = [];
  const texts: Record<string, string> = { a: 'A', b: 'B', m: 'M' };
  const record = (method: string, configs: readonly Config[]) =>
    void calls.push(`${method} ${configs.map(({ id }) => id).join(' ')}`);
  const template = ({ id }: Config) => ({ content: texts[id] ?? 'none', version: texts[id] });
  const never = (method: string) => () => {
    throw new Error(`core called ${method}`);
  };
  const provider: PromptProvider<Config> = {
    name: 'recorder',
    async load(config, context) {
      record(`load${context.previous ? ' with previous' : ''}`, [config]);
      return template(config);
    },
    async refresh(config, { previous }) {
      record('refresh', [config]);
      return previous && previous.content === texts[config.id] ? previous : template(config);
    },
    async loadMany(configs) {
      record('loadMany', configs);
      return configs.map(template);
    },
    async changedSince(entries) {
      const changed = (index: number) => entries[index]?.template.version !== texts[entries[index]?.config.id ?? ''];
      record(
        'changedSince',
        entries.map(({ config }) => config),
      );
      return [...entries.keys()].filter(changed);
    },
    async list(config) {
      record('list', [config]);
      return [{ name: 'm', config: { id: 'm' }, version: 'listed' }];
    },
    async watch(configs) {
      record('watch', configs);
      return { [Symbol.asyncDispose]: async () => record('end of watch', configs) };
    },
    async describe(configs) {
      record('describe', configs);
      return configs.map(() => ({}));
    },
    quota(config) {
      record('quota', [config]);
      return undefined;
    },
    async close() {
      record('close', []);
    },
    validate: never('validate'),
    versions: never('versions'),
  };
  return { provider, calls, texts, take: () => calls.splice(0) };
}

const entry = (id: string, token?: string) => ({ provider: 'recorder', config: { id, ...(token && { token }) } });

it('calls the methods that the guide for authors names, with the texts of one access', async () => {
  const { provider, texts, take } = createRecorder();
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts: { a: entry('a'), b: entry('b'), same: entry('a'), other: entry('a', 'token of another') },
    providers: [provider],
    clock,
  });
  await settled();
  expect(take().sort()).toEqual(['load a', 'loadMany a b', 'watch a', 'watch a b']);

  await prompts.refresh('a');
  expect(take()).toEqual(['refresh a']);

  texts.b = 'B2';
  await prompts.refresh(['a', 'b']);
  expect(take()).toEqual(['changedSince a b', 'load b']);

  prompts.status();
  await prompts.close();
  expect(take().sort()).toEqual(['close ', 'end of watch a', 'end of watch a b', 'quota a', 'quota a']);
});

it('lists a collection, and loads a member again if the version in the listing changes, whatever its own is', async () => {
  const { provider, take } = createRecorder();
  const prompts = await createPrompts({ systemPrompts: { 'all/*': entry('folder') }, providers: [provider] });
  await prompts.get('all/m');
  expect(take()).toEqual(['watch folder', 'list folder', 'load m']);
  await prompts.refresh('all/*');
  expect(take()).toEqual(['list folder']);
  await prompts.close();
});

it('asks for facts only for entries with version: auto', async () => {
  const { provider, calls } = createRecorder();
  const systemPrompts = { a: { ...entry('a'), metadata: { version: 'auto' } }, b: entry('b') };
  await using prompts = await createPrompts({ systemPrompts, providers: [provider] });
  await prompts.get('a');
  await settled();
  expect(calls).toContain('describe a');
});
