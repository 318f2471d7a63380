import { describe, expect, it } from 'vitest';
import { PromptError, type PromptProvider } from './index.ts';
import { createPrompts } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';

const never = () => new Promise<never>(() => {});

describe('close', () => {
  it('resolves within 6 s although a provider, a watch and a hook hang, and tells all of them to close', async () => {
    const clock = fakeClock();
    const told: string[] = [];
    const hangs = (name: string) => () => {
      told.push(name);
      return never();
    };
    const provider: PromptProvider = {
      name: 'hanging',
      load: async () => ({ content: 'text' }),
      watch: async () => ({ [Symbol.asyncDispose]: hangs('watch') }),
      close: hangs('provider'),
    };
    const prompts = await createPrompts({
      systemPrompts: { it: { provider: 'hanging', config: {}, required: true } },
      providers: [provider],
      hooks: [{ name: 'hook', close: hangs('hook') }],
      clock,
      logger: false,
    });
    let isClosed = false;
    void prompts.close().then(() => {
      isClosed = true;
    });
    await clock.advance(6000);
    expect(isClosed).toBe(true);
    expect(told).toEqual(['watch', 'provider', 'hook']);
  });
});

describe('a before hook that hangs', () => {
  const hooks = [{ name: 'slow', before: never }];
  const systemPrompts = { it: { content: 'text', cache: { timeout: 2 } } };

  it('ends with the timeout of the reader', async () => {
    const clock = fakeClock();
    await using prompts = await createPrompts({ systemPrompts, hooks, clock });
    const error = prompts.get('it').catch((thrown) => thrown);
    await clock.advance(2000);
    expect(await error).toMatchObject({ code: 'TIMEOUT', prompt: 'it', message: expect.stringContaining('2 s') });
  });

  it('ends when the signal is aborted, and with close', async () => {
    const prompts = await createPrompts({ systemPrompts, hooks });
    const controller = new AbortController();
    const aborted = prompts.get('it', { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    const pending = prompts.get('it').catch((thrown) => thrown);
    await prompts.close();
    expect(await pending).toMatchObject({ code: 'CLOSED' });
  });
});

describe('anything may be thrown', () => {
  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new Error('not readable');
      },
    },
  );
  const withGetter = Object.defineProperty(new Error('x'), 'message', {
    get: () => {
      throw new Error('no');
    },
  });
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'text'],
    ['an error whose message is an object', Object.assign(new Error('x'), { message: { a: 1 } })],
    ['an error whose message throws', withGetter],
    ['a proxy that throws', throwing],
    ['a symbol', Symbol('x')],
  ])('%s becomes UNAVAILABLE', async (_, thrown) => {
    await using prompts = await createPrompts({
      systemPrompts: { it: { provider: 'bad', config: {} } },
      providers: [{ name: 'bad', load: () => Promise.reject(thrown) }],
      logger: false,
    });
    const error = await prompts.get('it').catch((caught) => caught);
    expect(PromptError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code: 'UNAVAILABLE', prompt: 'it', message: expect.any(String) });
  });
});

describe('a name that is not configured', () => {
  it('is shortened in the message', async () => {
    await using prompts = await createPrompts({ systemPrompts: { it: 'text' } });
    const error = await prompts.get('x'.repeat(1_000_000) as string).catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'PROMPT_UNKNOWN' });
    expect(error.message.length).toBeLessThan(300);
  });
});

describe('health', () => {
  it('is failed past staleIfError, and not ready', async () => {
    const clock = fakeClock();
    let isDown = false;
    const load = async () => {
      if (isDown) throw new PromptError('UNAVAILABLE', 'down');
      return { content: 'text' };
    };
    await using prompts = await createPrompts({
      systemPrompts: {
        it: { provider: 'own', config: {}, required: true, cache: { ttl: 10, staleIfError: 60 } },
        other: {
          provider: 'own',
          config: { a: 1 },
          required: true,
          fallback: 'spare',
          cache: { ttl: 10, staleIfError: 60 },
        },
      },
      providers: [{ name: 'own', load }],
      clock,
      logger: false,
    });
    isDown = true;
    const states = () => prompts.status().prompts.map(({ state }) => state);
    await clock.advance(20_000);
    await Promise.all([prompts.get('it'), prompts.get('other')]);
    await clock.advance(1000);
    expect([states(), prompts.status().ready]).toEqual([['stale', 'stale'], true]);
    await clock.advance(60_000);
    await expect(prompts.get('it')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await prompts.get('other')).toMatchObject({ content: 'spare', state: 'fallback' });
    expect([states(), prompts.status().ready]).toEqual([['failed', 'fallback'], false]);
    expect(prompts.list().map(({ state }) => state)).toEqual(['failed', 'fallback']);
  });

  it('is reported although quota throws', async () => {
    const provider: PromptProvider = {
      name: 'own',
      load: async () => ({ content: 'text' }),
      quota() {
        throw new Error('a mistake');
      },
    };
    await using prompts = await createPrompts({
      systemPrompts: { it: { provider: 'own', config: {}, required: true } },
      providers: [provider],
    });
    expect(prompts.status().sources[0]).toMatchObject({ provider: 'own', quota: undefined });
  });
});

describe('one call that times out', () => {
  it('makes the prompts of its batch load by themselves, so that one that hangs harms no other', async () => {
    const clock = fakeClock();
    const calls: string[] = [];
    const loadOne = ({ id }: { id: string }) => (id === 'hangs' ? never() : Promise.resolve({ content: id }));
    const provider: PromptProvider<{ id: string }> = {
      name: 'own',
      async load(config) {
        calls.push(config.id);
        return loadOne(config);
      },
      async loadMany(configs) {
        calls.push(`many ${configs.length}`);
        return Promise.all(configs.map(loadOne));
      },
    };
    const ids = ['a', 'b', 'hangs'];
    await using prompts = await createPrompts({
      systemPrompts: Object.fromEntries(ids.map((id) => [id, { provider: 'own', config: { id } }])),
      providers: [provider],
      clock,
      logger: false,
    });
    await clock.advance(30_000);
    await clock.advance(1000);
    const reads = Promise.all(['a', 'b'].map(async (name) => (await prompts.get(name)).content));
    await clock.advance(100);
    expect(await reads).toEqual(['a', 'b']);
    expect(calls).toEqual(['many 3', 'a', 'b', 'hangs']);
  });
});
