import { describe, expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptProvider, registerProvider } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

interface WikiOptions {
  readonly baseUrl?: string;
  readonly token?: string;
}

type WikiConfig = WikiOptions & { readonly id: string };

/** A provider whose texts depend on its own options. It records the ids of each call. */
function wiki(options: WikiOptions = {}, calls: string[][] = []): PromptProvider<WikiConfig> {
  const read = (config: WikiConfig) => {
    const { baseUrl = 'default', token = 'none', id } = { ...options, ...config };
    return { content: `${id} of ${baseUrl} with ${token}` };
  };
  return {
    name: 'wiki',
    identity: (config) => {
      const { id: source, ...access } = { ...options, ...config };
      return { source, access };
    },
    async load(config) {
      calls.push([config.id]);
      return read(config);
    },
    async loadMany(configs) {
      calls.push(configs.map(({ id }) => id));
      return configs.map(read);
    },
  };
}

const entryOf = (config: object, provider = 'wiki') => ({ provider, config });

describe('the identity of a text', () => {
  it('covers the registered name: two names of one factory share no text', async () => {
    registerProvider('corp', (options) => wiki(options));
    registerProvider('public', (options) => wiki(options));
    await using prompts = await createPrompts({
      systemPrompts: { ours: entryOf({ id: 'a' }, 'corp'), theirs: entryOf({ id: 'a' }, 'public') },
      providerOptions: { corp: { baseUrl: 'corp.example' }, public: { baseUrl: 'example.org' } },
    });
    expect(await prompts.get('ours')).toMatchObject({ content: 'a of corp.example with none', provider: 'corp' });
    expect(await prompts.get('theirs')).toMatchObject({ content: 'a of example.org with none', provider: 'public' });
  });

  it('is what the provider says: entries with an equal one share each call', async () => {
    const calls: string[][] = [];
    await using prompts = await createPrompts({
      systemPrompts: {
        plain: entryOf({ id: 'a' }),
        explicit: entryOf({ id: 'a', token: 'T' }),
        other: entryOf({ id: 'a', token: 'U' }),
      },
      providers: [wiki({ token: 'T' }, calls)],
    });
    const read = await Promise.all(['plain', 'explicit', 'other'].map((name: string) => prompts.get(name)));
    expect(read.map(({ content }) => content)).toEqual([
      'a of default with T',
      'a of default with T',
      'a of default with U',
    ]);
    expect(calls).toEqual([['a'], ['a']]);
  });

  it('rejects a provider whose identity throws, naming the entry', async () => {
    const provider = {
      ...wiki(),
      identity: () => {
        throw new PromptError('CONFIG_INVALID', 'an id has digits only');
      },
    };
    const creating = createPrompts({ systemPrompts: { it: entryOf({ id: 'a' }) }, providers: [provider] });
    await expect(creating).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      issues: [{ path: 'systemPrompts.it.config', message: expect.stringContaining('an id has digits only') }],
    });
  });
});

describe('entries without an identity of their provider', () => {
  it.each([
    'apiKey',
    'api_key',
    'token',
    'pat',
    'pwd',
    'credential',
    'password',
    'auth',
    'headers',
    'connection',
    'baseUrl',
  ])('are never loaded together if they differ in %s', async (key) => {
    const batches: string[][] = [];
    const systemPrompts = Object.fromEntries(
      ['A', 'B'].flatMap((secret) => [1, 2].map((id) => [`${secret}${id}`, entryOf({ id, [key]: secret }, 'plain')])),
    );
    await using prompts = await createPrompts({
      systemPrompts,
      providers: [
        {
          name: 'plain',
          load: () => Promise.reject(new Error('not called')),
          async loadMany(configs: readonly Record<string, string>[]) {
            batches.push(configs.map((config) => String(config[key])));
            return configs.map((config) => ({ content: `${config[key]} ${config.id}` }));
          },
        },
      ],
    });
    expect((await prompts.get('A1' as string)).content).toBe('A 1');
    expect((await prompts.get('B1' as string)).content).toBe('B 1');
    expect(batches).toEqual([
      ['A', 'A'],
      ['B', 'B'],
    ]);
  });
});

describe('a Retry-After', () => {
  /** Serves 20 entries and a collection with one token, and an entry with another one. Only `limited` is refused. */
  async function serve() {
    const clock = fakeClock();
    const calls: string[] = [];
    const state = { limited: '' };
    const load = async ({ id, token }: { id: string; token: string }) => {
      calls.push(`${token} ${id}`);
      if (token === 'one' && id === state.limited) throw new PromptError('RATE_LIMITED', 'wait', { retryAfter: 120 });
      return { content: id };
    };
    const list = async ({ token }: { token: string }) => {
      calls.push(`${token} list`);
      return [{ name: 'member', config: { id: 'member', token } }];
    };
    const systemPrompts: Record<string, { provider: string; config: object }> = {
      'all/*': entryOf({ folder: 'all', token: 'one' }, 'limited'),
      other: entryOf({ id: '0', token: 'other' }, 'limited'),
    };
    for (let id = 0; id < 20; id += 1) systemPrompts[`p${id}`] = entryOf({ id: String(id), token: 'one' }, 'limited');
    const provider = { name: 'limited', load, list } as PromptProvider;
    const prompts = await createPrompts({ systemPrompts, providers: [provider], cache: { ttl: 60 }, clock });
    await settled();
    await clock.advance(61_000);
    calls.length = 0;
    return { prompts, clock, calls, state };
  }

  it('of one entry keeps its neighbours and listings from asking with the same credentials', async () => {
    const { prompts, clock, calls, state } = await serve();
    state.limited = '0';
    expect((await prompts.get('p0')).state).toBe('stale');
    await settled();
    calls.length = 0;
    for (let id = 1; id < 20; id += 1) expect((await prompts.get(`p${id}`)).state).toBe('stale');
    expect((await prompts.get('all/member')).state).toBe('stale');
    const { failed } = await prompts.refresh();
    await settled();
    // A refresh ignores the back-off, but not this.
    expect(failed.map(({ error }) => error.code)).toEqual(Array(22).fill('RATE_LIMITED'));
    expect(calls).toEqual(['other 0']);

    state.limited = '';
    await clock.advance(120_000);
    expect((await prompts.refresh()).failed).toEqual([]);
    expect(new Set(calls).size).toBe(23);
    await prompts.close();
  });

  it('ends the calls that entries without loadMany still wait for', async () => {
    let calls = 0;
    const load = () => {
      calls += 1;
      return Promise.reject(new PromptError('RATE_LIMITED', 'wait', { retryAfter: 120 }));
    };
    const names = Array.from({ length: 500 }, (_, id) => `p${id}`);
    await using prompts = await createPrompts({
      systemPrompts: Object.fromEntries(names.map((id) => [id, entryOf({ id, token: 'one' }, 'limited')])),
      providers: [{ name: 'limited', load }],
      clock: fakeClock(),
    });
    for (const name of names) await expect(prompts.get(name)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    // Those that were in flight at the same time.
    expect(calls).toBeLessThan(100);
  });

  it('does not count for other credentials', async () => {
    const { prompts, calls, state } = await serve();
    state.limited = '0';
    await prompts.refresh('p0');
    state.limited = '';
    calls.length = 0;
    expect((await prompts.refresh('other')).failed).toEqual([]);
    expect(calls).toEqual(['other 0']);
    await prompts.close();
  });
});
