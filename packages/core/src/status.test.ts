import { expect, it, vi } from 'vitest';
import { createPrompts, PromptError } from './node/index.ts';
import { LibraryProvider } from './test-support/library-provider.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

async function serve(provider: LibraryProvider, clock = fakeClock()) {
  const token = 'a-token-of-one';
  const prompts = await createPrompts({
    systemPrompts: {
      inline: 'Hello',
      a: { provider: 'library', config: { id: 'a', token } },
      b: { provider: 'library', config: { id: 'b', token } },
      other: { provider: 'library', config: { id: 'a', token: 'another' }, fallback: 'Hi' },
    },
    providers: [provider],
    cache: { ttl: 60 },
    clock,
  });
  await settled();
  return prompts;
}

it('reports that everything works', async () => {
  await using prompts = await serve(new LibraryProvider({ a: 'A', b: 'B' }));
  const { ready, prompts: statuses, sources } = prompts.status();
  expect(ready).toBe(true);
  expect(statuses).toEqual(['inline', 'a', 'b', 'other'].map((name) => ({ name, state: 'fresh', error: undefined })));
  expect(sources).toMatchObject([
    { provider: 'content', prompts: ['inline'] },
    { provider: 'library', prompts: ['a', 'b'], failingSince: undefined, nextTry: undefined, quota: undefined },
    { provider: 'library', prompts: ['other'] },
  ]);
});

it('reports since when a source has been failing, when it is called next, and the state of its prompts', async () => {
  const clock = fakeClock();
  const start = Date.now();
  const wallClock = vi.spyOn(Date, 'now').mockImplementation(() => start + clock.now());
  const provider = new LibraryProvider({ a: 'A', b: 'B' });
  await using prompts = await serve(provider, clock);
  const started = prompts.peek('a')?.fetchedAt as number;
  provider.down = new PromptError('RATE_LIMITED', 'slow down', { retryAfter: 90 });
  await clock.advance(60_000);
  prompts.peek('a');
  await settled();
  await clock.advance(10_000);
  const { prompts: statuses, sources } = prompts.status();
  expect(statuses.find(({ name }) => name === 'a')).toMatchObject({ state: 'stale', error: { code: 'RATE_LIMITED' } });
  expect(JSON.parse(JSON.stringify(statuses[1]))).toMatchObject({
    error: { name: 'PromptError', code: 'RATE_LIMITED', message: expect.stringContaining('slow down'), retryAfter: 90 },
  });
  expect(sources[1]).toMatchObject({ failingSince: started + 60_000, nextTry: started + 150_000 });
  provider.down = undefined;
  await clock.advance(80_000);
  await prompts.refresh();
  expect(prompts.status().sources[1]).toMatchObject({ failingSince: undefined, nextTry: undefined });
  wallClock.mockRestore();
});

it('reports ready if every required entry has a text from its source', async () => {
  const provider = new LibraryProvider({ a: 'A' });
  const starting = createPrompts({
    systemPrompts: { a: { provider: 'library', config: { id: 'a' }, required: true } },
    providers: [provider],
  });
  await using prompts = await starting;
  expect(prompts.status().ready).toBe(true);
});

it('shows the quota for each set of credentials, but not the credentials', async () => {
  const quota = { limit: 5000, remaining: 4999, resetAt: 1_800_000_000_000 };
  const provider = Object.assign(new LibraryProvider({ a: 'A', b: 'B' }), {
    quota: ({ token }: { token?: string }) => (token === 'another' ? undefined : quota),
  });
  await using prompts = await serve(provider);
  const status = prompts.status();
  expect(status.sources.map((source) => source.quota)).toEqual([undefined, quota, undefined]);
  expect(JSON.stringify(status)).not.toMatch(/a-token-of-one|another/);
});

it('reports a text as stale past staleIfError if no attempt has failed: a read gets it', async () => {
  const clock = fakeClock();
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'library', config: { id: 'a' }, required: true } },
    providers: [new LibraryProvider({ a: 'A' })],
    cache: { ttl: 60, staleIfError: 120 },
    clock,
  });
  await clock.advance(3_600_000);
  expect(prompts.list()).toMatchObject([{ name: 'it', state: 'stale' }]);
  expect(prompts.status().ready).toBe(true);
  expect((await prompts.get('it')).state).toBe('stale');
});
