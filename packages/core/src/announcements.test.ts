import { expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptTemplate } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

/** A source of one text that hangs or fails on demand, and reports changes. */
async function serve(cache: object = { ttl: 3600 }) {
  const clock = fakeClock();
  const source = {
    text: 'OLD',
    version: '1',
    /** Awaited by loads after they have read the text. */
    gate: undefined as Promise<void> | undefined,
    down: undefined as Error | undefined,
    loads: 0,
    push: () => {},
  };
  const provider = {
    name: 'p',
    async load(): Promise<PromptTemplate> {
      source.loads += 1;
      const { text, version, gate, down } = source;
      await gate;
      if (down) throw down;
      return { content: text, version };
    },
    list: async () => [{ name: 'a', config: { id: 'member' }, version: source.version }],
    async watch(_: readonly unknown[], onChange: (indexes: readonly number[]) => void): Promise<AsyncDisposable> {
      source.push = () => onChange([0]);
      return { async [Symbol.asyncDispose]() {} };
    },
  };
  const serveEntries = (systemPrompts: Record<string, { provider: string; config: object; required: boolean }>) =>
    createPrompts({ systemPrompts, providers: [provider], cache, clock });
  return { clock, source, serveEntries };
}

const entry = { provider: 'p', config: {}, required: true };

it('a refresh of a collection follows a load that had read the old text', async () => {
  const { clock, source, serveEntries } = await serve();
  const prompts = await serveEntries({ 'c/*': entry });
  const gate = Promise.withResolvers<void>();
  source.gate = gate.promise;
  const member = prompts.refresh('c/a');
  await settled();
  Object.assign(source, { text: 'NEW', version: '2', gate: undefined });
  const all = prompts.refresh('c/*');
  await settled();
  gate.resolve();
  await member;
  expect(await all).toEqual({ changed: ['c/a'], unchanged: [], failed: [] });
  expect(prompts.peek('c/a')).toMatchObject({ content: 'NEW', state: 'fresh' });
  await clock.advance(200_000);
  expect((await prompts.get('c/a')).content).toBe('NEW');
  await prompts.close();
});

it('a pushed text is stale until a load that began after the push succeeds, even if the first one fails', async () => {
  const { clock, source, serveEntries } = await serve();
  const prompts = await serveEntries({ it: entry });
  Object.assign(source, { text: 'NEW', version: '2', down: new Error('ECONNRESET') });
  source.push();
  await settled();
  expect(prompts.peek('it')).toMatchObject({ content: 'OLD', state: 'stale' });
  source.down = undefined;
  await clock.advance(1000);
  prompts.peek('it');
  await settled();
  expect(prompts.peek('it')).toMatchObject({ content: 'NEW', state: 'fresh' });
  await prompts.close();
});

it('a push while a load is in flight makes its text stale, and another load follows', async () => {
  const { source, serveEntries } = await serve();
  const prompts = await serveEntries({ it: entry });
  const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  source.gate = first.promise;
  const refreshing = prompts.refresh('it');
  await settled();
  Object.assign(source, { text: 'NEW', version: '2', gate: second.promise });
  source.push();
  first.resolve();
  await settled();
  expect(prompts.peek('it')).toMatchObject({ content: 'OLD', state: 'stale' });
  second.resolve();
  await refreshing;
  await settled();
  expect(prompts.peek('it')).toMatchObject({ content: 'NEW', state: 'fresh' });
  expect(source.loads).toBe(3);
  await prompts.close();
});

it('a hundred pushes while a load is in flight cause one more load', async () => {
  const { source, serveEntries } = await serve();
  const prompts = await serveEntries({ it: entry });
  const gate = Promise.withResolvers<void>();
  source.gate = gate.promise;
  source.push();
  await settled();
  for (let push = 0; push < 100; push += 1) source.push();
  source.gate = undefined;
  gate.resolve();
  await settled();
  expect(prompts.peek('it')?.state).toBe('fresh');
  expect(source.loads).toBe(3);
  await prompts.close();
});

it('a push of a collection is not lost if its listing fails', async () => {
  const { clock, source, serveEntries } = await serve();
  const prompts = await serveEntries({ 'c/*': entry });
  Object.assign(source, { text: 'NEW', version: '2', down: new PromptError('UNAVAILABLE', 'down') });
  source.push();
  await settled();
  expect(prompts.peek('c/a')).toMatchObject({ content: 'OLD', state: 'stale' });
  source.down = undefined;
  await clock.advance(1000);
  prompts.peek('c/a');
  await settled();
  expect(prompts.peek('c/a')).toMatchObject({ content: 'NEW', state: 'fresh' });
  await prompts.close();
});

it('a refresh ignores the back-off that earlier failures have caused', async () => {
  const { clock, source, serveEntries } = await serve();
  const prompts = await serveEntries({ it: entry });
  source.down = new Error('ECONNRESET');
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await prompts.refresh();
    await clock.advance(60_000);
  }
  await prompts.refresh();
  Object.assign(source, { text: 'NEW', version: '2', down: undefined });
  expect((await prompts.refresh()).changed).toEqual(['it']);
  await prompts.close();
});
