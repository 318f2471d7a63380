import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptProvider } from './node/index.ts';
import { makeFolder } from './test-support/folder.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';
import { type FakeClock, fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

function serve(
  provider: PromptProvider<never>,
  options: { cache?: object; fallback?: string; clock?: FakeClock } = {},
) {
  const { fallback, ...others } = options;
  return createPrompts({
    systemPrompts: {
      it: { provider: provider.name, config: { id: 'a' }, ...(fallback !== undefined && { fallback }) },
    },
    providers: [provider],
    ...others,
  });
}

const neverSettle = () => new Promise<never>(() => {});

it('rejects every read and refresh after close, and allows close to be called again', async () => {
  const prompts = await serve(new ScriptedProvider('x'));
  await prompts.get('it');
  await Promise.all([prompts.close(), prompts.close()]);
  await prompts.close();
  await prompts[Symbol.asyncDispose]();
  for (const read of [
    () => prompts.get('it'),
    () => prompts.render('it'),
    () => prompts.refresh(),
    () => prompts.refresh('it'),
  ]) {
    await expect(read()).rejects.toMatchObject({ code: 'CLOSED' });
  }
  expect(() => prompts.peek('it')).toThrow(expect.objectContaining({ code: 'CLOSED' }));
  expect(prompts.list()).toMatchObject([{ name: 'it', state: 'stale' }]);
});

it('aborts the signal of a load in progress, and ignores a text that arrives later', async () => {
  let arrive: (text: string) => void = () => {};
  const provider = new ScriptedProvider(
    new Promise<string>((resolve) => {
      arrive = resolve;
    }),
  );
  const prompts = await serve(provider, { fallback: 'unused' });
  const events: string[] = [];
  for (const event of ['change', 'error'] as const) prompts.on(event, () => events.push(event));
  const waiting = expect(prompts.get('it')).rejects.toMatchObject({ code: 'CLOSED' });
  await settled(2);
  await prompts.close();
  await waiting;
  expect(provider.signals[0]?.aborted).toBe(true);
  arrive('late');
  await settled();
  expect(events).toEqual([]);
  expect(prompts.list()).toMatchObject([{ state: 'loading' }]);
});

it('ends a refresh in progress without calling the source again', async () => {
  const provider = new ScriptedProvider(neverSettle());
  const prompts = await serve(provider);
  await settled(2);
  const refreshing = expect(prompts.refresh()).rejects.toMatchObject({ code: 'CLOSED' });
  await prompts.close();
  await refreshing;
  await settled();
  expect(provider.calls).toBe(1);
});

it('ends a listing in progress without loading its members', async () => {
  const provider = new LibraryProvider({ a: 'A' });
  const prompts = await createPrompts({
    systemPrompts: { 'all/*': { provider: 'library', config: {} } },
    providers: [provider],
  });
  await prompts.close();
  await settled();
  expect(provider.takeCalls()).toEqual(['list', 'close']);
});

it.each([0, 1, 2, 3, 5, 8, 13, 20])('emits no event after a close %i microtasks after a listing', async (turns) => {
  const provider = new LibraryProvider({ a: 'A', b: 'B' });
  const prompts = await createPrompts({
    systemPrompts: { 'all/*': { provider: 'library', config: {} } },
    providers: [provider],
  });
  await settled();
  let isClosing = false;
  const failedLate: string[] = [];
  prompts.on('error', ({ name }) => isClosing && failedLate.push(name));
  provider.texts.delete('b');
  provider.close = () => settled(4);
  const list = provider.list.bind(provider);
  provider.list = async (config, context) => {
    const listing = await list(config, context);
    void (async () => {
      for (let turn = 0; turn < turns; turn += 1) await undefined;
      isClosing = true;
      void prompts.close();
    })();
    return listing;
  };
  await expect(prompts.refresh()).rejects.toMatchObject({ code: 'CLOSED' });
  await prompts.close();
  await settled();
  expect(failedLate).toEqual([]);
});

it('ignores a watch after close, and ends it before the provider closes', async () => {
  const order: string[] = [];
  let announce: () => void = () => {};
  const provider = {
    name: 'watching',
    load: async () => {
      order.push('load');
      return { content: 'x' };
    },
    async watch(_: unknown, onChange: (indexes: number[]) => void) {
      announce = () => onChange([0]);
      return {
        async [Symbol.asyncDispose]() {
          await settled(1);
          order.push('watch ended');
        },
      };
    },
    async close() {
      order.push('closed');
    },
  };
  const prompts = await serve(provider);
  await prompts.get('it');
  await prompts.close();
  announce();
  await settled();
  expect(order).toEqual(['load', 'watch ended', 'closed']);
});

it('closes and logs a warning if a provider or its watch fails to close', async () => {
  const warnings: string[] = [];
  const log = (message: string) => void warnings.push(message);
  const failing = {
    name: 'failing',
    load: async () => ({ content: 'x' }),
    watch: async () => ({
      [Symbol.asyncDispose]() {
        throw new Error('no');
      },
    }),
    close() {
      throw new Error('no');
    },
  } as unknown as PromptProvider;
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'failing', config: {} } },
    providers: [failing],
    logger: { debug: log, info: log, warn: log, error: log },
  });
  await prompts.close();
  expect(warnings).toEqual([
    "@prompts: a watch of provider 'failing' failed to close",
    "@prompts: provider 'failing' failed to close",
  ]);
});

it('does not wait for a watch that has not started, and ends it if it starts later', async () => {
  let start: (watch: AsyncDisposable) => void = () => {};
  const provider = {
    name: 'watching',
    load: async () => ({ content: 'x' }),
    watch: () =>
      new Promise<AsyncDisposable>((resolve) => {
        start = resolve;
      }),
  };
  const prompts = await serve(provider);
  await prompts.close();
  const ended = new Promise<void>((resolve) => start({ [Symbol.asyncDispose]: async () => resolve() }));
  await ended;
});

it.each([
  ['its listing', { listed: true }],
  ['its text', {}],
])(
  'rejects with TIMEOUT if a required entry never receives %s',
  async (_, { listed = false }: { listed?: boolean }) => {
    const clock = fakeClock();
    const provider = { name: 'slow', load: neverSettle, list: neverSettle };
    const creating = createPrompts({
      systemPrompts: {
        [listed ? 'all/*' : 'it']: { provider: 'slow', config: {}, required: true, fallback: 'unused' },
      },
      providers: [provider],
      cache: { timeout: 3 },
      clock,
    });
    const rejection = expect(creating).rejects.toMatchObject({ code: 'TIMEOUT', prompt: listed ? 'all/*' : 'it' });
    await settled();
    await clock.advance(3000);
    await rejection;
  },
);

it('loads and waits for the required entries only if preload is off', async () => {
  const required = Object.assign(new ScriptedProvider('here'), { name: 'required' });
  const other = new ScriptedProvider(neverSettle());
  await using prompts = await createPrompts({
    systemPrompts: {
      must: { provider: 'required', config: {}, required: true },
      may: { provider: 'scripted', config: {} },
    },
    providers: [required, other],
    preload: false,
  });
  expect(prompts.peek('must')?.content).toBe('here');
  expect(other.calls).toBe(0);
});

it('starts if a hook rejects an inline text, unless its entry is required', async () => {
  const policy = { name: 'policy', loaded: () => Promise.reject(new PromptError('CONTENT_INVALID', 'bad words')) };
  const systemPrompts = { it: 'Damn' };
  await using prompts = await createPrompts({ systemPrompts, hooks: [policy] });
  await expect(prompts.get('it')).rejects.toMatchObject({ code: 'CONTENT_INVALID', prompt: 'it' });
  await expect(
    createPrompts({ systemPrompts: { it: { content: 'Damn', required: true } }, hooks: [policy] }),
  ).rejects.toMatchObject({ code: 'CONTENT_INVALID', prompt: 'it' });
});

it('lets the process exit without close', async () => {
  const program = `
    import { createPrompts } from ${JSON.stringify(new URL('./node/index.ts', import.meta.url).href)};
    const provider = { name: 'mine', load: async () => ({ content: 'text' }), list: async () => [{ name: 'a', config: {} }] };
    const prompts = await createPrompts({
      systemPrompts: { it: { provider: 'mine', config: {} }, 'all/*': { provider: 'mine', config: {} }, file: { file: 'package.json' } },
      providers: [provider],
      cache: { ttl: 3600 },
    });
    console.log((await prompts.get('it')).content, (await prompts.get('all/a')).state);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 50_000,
  });
  expect(stdout).toBe('text fresh\n');
});

it('keeps the process alive while a read or a refresh waits, even for the lease of another process', async () => {
  const program = `
    import { createPrompts } from ${JSON.stringify(new URL('./node/index.ts', import.meta.url).href)};
    const values = new Map();
    const store = {
      get: async (key) => values.get(key), set: async (key, value) => void values.set(key, value), delete: async (key) => values.delete(key),
    };
    const serve = (load, timeout, sharedStore = store) => createPrompts({
      systemPrompts: { it: { provider: 'mine', config: {} } },
      providers: [{ name: 'mine', load, capabilities: { loadTimeout: 0.5 } }],
      cache: { store: sharedStore, lease: 0.5, timeout },
      preload: false,
    });
    const hanging = await serve(() => new Promise(() => {}), 0.2);
    console.log(await hanging.get('it').catch(({ code }) => code));
    const other = await serve(async () => ({ content: 'text' }), 60);
    const reading = other.get('it');
    await hanging.close();
    console.log((await reading).content);
    const alone = await serve(() => new Promise(() => {}), 60, { get: async () => {}, set: async () => {}, delete: async () => {} });
    console.log((await alone.refresh()).failed.length);
    await alone.close();
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 50_000,
  });
  expect(stdout).toBe('TIMEOUT\ntext\n1\n');
});

it('keeps the process alive while close waits for a store that hangs', async () => {
  await using folder = await makeFolder();
  const program = `
    import { createPrompts } from ${JSON.stringify(new URL('./node/index.ts', import.meta.url).href)};
    const never = () => new Promise(() => {});
    let isDown = false;
    const serve = (cache) => createPrompts({
      systemPrompts: { it: { provider: 'mine', config: {} } },
      providers: [{ name: 'mine', load: async () => isDown ? Promise.reject(new Error('down')) : { content: 'text' } }],
      cache: { snapshot: ${JSON.stringify(folder.at('snapshot'))}, ...cache },
      logger: false,
    });
    const first = await serve();
    await first.get('it');
    await first.close();
    isDown = true;
    const second = await serve({ store: { get: never, set: never, delete: never } });
    await second.get('it');
    await second.close();
    console.log('closed');
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    timeout: 50_000,
  });
  expect(stdout).toBe('closed\n');
});
