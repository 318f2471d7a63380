import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PromptError, type PromptHook } from '../../node/index.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { LibraryProvider } from '../../test-support/library-provider.ts';
import { settled } from '../../testing/settled.ts';
import { createIntegrity } from '../records/integrity.ts';
import { createSealer } from '../records/sealer.ts';

const down = () => new PromptError('UNAVAILABLE', 'the source is down');

/** Creates processes that have a snapshot in a temporary folder. */
async function createSite(answer: string | Error, cache: object = {}) {
  const folder = await makeFolder();
  const fleet = new Fleet(answer, { root: folder.path, cache: { snapshot: '.prompts/snapshot', ...cache } });
  return {
    folder,
    fleet,
    file: folder.at('.prompts/snapshot'),
    async [Symbol.asyncDispose]() {
      await fleet[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('a snapshot', () => {
  it('serves the last good text, as stale, after a restart while the source is down', async () => {
    await using site = await createSite('one');
    const first = await site.fleet.start();
    await first.get('it');
    await first.close();
    expect((await stat(site.file)).mode & 0o777).toBe(0o600);
    expect(await readdir(site.folder.at('.prompts'))).toEqual(['snapshot']);

    site.fleet.provider.answer = down();
    const second = await site.fleet.start();
    expect(second.peek('it')).toMatchObject({ content: 'one', state: 'stale' });
    expect(await second.get('it')).toMatchObject({ content: 'one', state: 'stale' });
    expect(second.status().prompts).toMatchObject([{ name: 'it', state: 'stale', staleSince: expect.any(Number) }]);
  });

  it('keeps a newer text that another process has written', async () => {
    await using site = await createSite('one');
    const slow = await site.fleet.start();
    await slow.get('it');
    await site.fleet.clock.advance(100);
    site.fleet.provider.answer = 'two';
    const fast = await site.fleet.start();
    await fast.get('it');
    await fast.refresh();
    await fast.close();
    // Only now does the first process write what it loaded before.
    await slow.close();
    site.fleet.provider.answer = down();
    expect((await site.fleet.start()).peek('it')?.content).toBe('two');
  });

  it('holds each text of a listing that another listing confirms before it is written', async () => {
    const list = async () => ['a', 'b'].map((name) => ({ name, config: { name }, template: { content: name } }));
    const provider = { name: 'desk', load: () => Promise.reject(down()), list };
    await using site = await createSite('one');
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const slow: PromptHook = { name: 'slow', names: ['c/b'], loaded: (template) => gate.then(() => template) };
    const options = { systemPrompts: { 'c/*': { provider: 'desk', config: {} } }, providers: [provider] };
    const first = await site.fleet.start({ ...options, hooks: [slow] });
    await first.get('c/a');
    await site.fleet.clock.advance(1);
    const refreshing = first.refresh();
    await settled();
    open();
    await refreshing;
    await first.close();
    provider.list = () => Promise.reject(down());
    const second = await site.fleet.start(options);
    expect(['c/a', 'c/b'].map((name) => second.peek(name)?.content)).toEqual(['a', 'b']);
  });

  it('satisfies a required entry without calling the source', async () => {
    await using site = await createSite('one');
    const systemPrompts = { it: { provider: 'scripted', config: {}, required: true } };
    await (await site.fleet.start({ systemPrompts })).close();
    site.fleet.provider.answer = new Promise(() => {});
    const second = await site.fleet.start({ systemPrompts });
    expect(second.peek('it')?.content).toBe('one');
    expect(second.status().ready).toBe(true);
  });

  it('serves no text that is older than `staleIfError` allows', async () => {
    await using site = await createSite('one', { ttl: 10, staleIfError: 60 });
    const systemPrompts = { it: { provider: 'scripted', config: {}, required: true } };
    await (await site.fleet.start({ systemPrompts })).close();
    site.fleet.provider.answer = down();
    await site.fleet.clock.advance(69_000);
    expect((await site.fleet.start({ systemPrompts })).peek('it')?.state).toBe('stale');
    await site.fleet.clock.advance(2000);
    await expect(site.fleet.start({ systemPrompts })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is written within a second after a read, and before `refresh` resolves', async () => {
    await using site = await createSite('one');
    const prompts = await site.fleet.start();
    await prompts.get('it');
    await site.fleet.clock.advance(1000);
    await expect.poll(() => readFile(site.file, 'utf8').catch(() => '')).toContain('one');
    site.fleet.provider.answer = 'two';
    await prompts.refresh();
    expect(await readFile(site.file, 'utf8')).toContain('two');
  });

  it('contains collections with their members, and no secrets', async () => {
    await using site = await createSite('one');
    const token = randomBytes(16).toString('hex');
    const library = new LibraryProvider({ python: 'You write Python.', rust: 'You write Rust.' });
    const options = {
      systemPrompts: { 'team/*': { provider: 'library', config: { auth: { token } } } },
      providers: [library],
    };
    const first = await site.fleet.start(options);
    await first.refresh();
    await first.close();
    expect(await readFile(site.file, 'utf8')).not.toContain(token);

    const unavailable = new LibraryProvider();
    unavailable.down = down();
    const second = await site.fleet.start({ ...options, providers: [unavailable] });
    expect(second.peek('team/python')).toMatchObject({ content: 'You write Python.', state: 'stale' });
    expect(await second.get('team/rust')).toMatchObject({ content: 'You write Rust.', state: 'stale' });
    await settled();
    expect(unavailable.calls).toEqual(['list']);
  });

  it('keeps the records of processes with other entries', async () => {
    await using site = await createSite('one');
    const entry = (id: string) => ({ systemPrompts: { [id]: { provider: 'scripted', config: { id } } } });
    for (const id of ['a', 'b']) {
      const prompts = await site.fleet.start(entry(id));
      await prompts.refresh();
      await prompts.close();
    }
    site.fleet.provider.answer = down();
    for (const id of ['a', 'b']) expect((await site.fleet.start(entry(id))).peek(id)?.content).toBe('one');
  });

  it('never serves a text in which one bit has changed', async () => {
    await using site = await createSite('one');
    const first = await site.fleet.start();
    await first.get('it');
    await first.close();
    const bytes = await readFile(site.file);
    const at = bytes.indexOf('"one"') + 1;
    bytes[at] = (bytes[at] as number) ^ 1;
    await writeFile(site.file, bytes);
    const second = await site.fleet.start();
    expect(second.peek('it')).toBeUndefined();
    expect(site.fleet.warnings).toEqual([
      '@prompts: ignored invalid texts in the snapshot (1). Reason for the first: it was changed or damaged, or sealed with another integrityKey',
    ]);
  });

  it.each<[string, (key: string) => object]>([
    ['an invalid listing', () => ({ listing: [7, null, {}] })],
    ['a binary text', () => ({ template: { content: 'Obey\0me.' } })],
    ['an invalid version', () => ({ template: { content: 'Obey me.', version: {} } })],
  ])('with one record that contains %s serves all others', async (_, record) => {
    await using site = await createSite('one');
    const library = new LibraryProvider({ python: 'You write Python.' });
    const team = { provider: 'library', config: {} };
    const single = (id: string) => ({ provider: 'scripted', config: { id } });
    const options = {
      systemPrompts: { a: single('a'), b: single('b'), 'team/*': team },
      providers: [site.fleet.provider, library],
    };
    const first = await site.fleet.start(options);
    await first.refresh();
    await first.close();
    const [header, ...lines] = (await readFile(site.file, 'utf8')).trim().split('\n');
    for (const damaged of lines) {
      const [key] = damaged.split(' ') as [string];
      const bad = await createSealer(createIntegrity()).seal({ key, fetchedAt: Date.now(), ...record(key) } as never);
      const all = [header, ...lines.map((line) => (line === damaged ? `${key} ${bad}` : line)), ''];
      await writeFile(site.file, all.join('\n'));
      site.fleet.provider.answer = down();
      library.down = down();
      const prompts = await site.fleet.start(options);
      const texts = ['a', 'b', 'team/python'].map((name) => prompts.peek(name)?.content);
      expect(texts.filter((text) => text !== undefined).length).toBeGreaterThanOrEqual(2);
      expect(texts.join()).not.toContain('Obey');
      await site.fleet.within(1000, prompts.close());
    }
  });

  it('serves no text that was written without the key if there is one', async () => {
    await using site = await createSite('Obey me.');
    const forger = await site.fleet.start();
    await forger.get('it');
    await forger.close();
    const reader = await site.fleet.start({ cache: { integrityKey: randomBytes(16).toString('hex') } });
    expect(reader.peek('it')).toBeUndefined();
  });

  it('logs one warning if it cannot be written, and the app keeps working', async () => {
    await using site = await createSite('one');
    await mkdir(site.file, { recursive: true });
    const prompts = await site.fleet.start();
    expect((await prompts.get('it')).content).toBe('one');
    for (let refresh = 0; refresh < 3; refresh += 1) await prompts.refresh();
    expect(prompts.status().snapshot).toMatchObject({ state: 'failing' });
    expect(site.fleet.warnings.filter((warning) => warning.includes('written'))).toHaveLength(1);
    await prompts.close();
  });

  it('serves 1,000,000 reads during a day of outage with restarts', { timeout: 600_000 }, async () => {
    await using site = await createSite('one', { ttl: 300 });
    const first = await site.fleet.start();
    await first.get('it');
    await first.close();
    site.fleet.provider.answer = down();
    site.fleet.provider.calls = 0;
    let failed = 0;
    for (let restart = 0; restart < 10; restart += 1) {
      const prompts = await site.fleet.start();
      for (let minute = 0; minute < 144; minute += 1) {
        const reads = Array.from({ length: 695 }, () => prompts.get('it'));
        for (const read of await Promise.allSettled(reads)) {
          if (read.status === 'rejected' || read.value.content !== 'one') failed += 1;
        }
        await site.fleet.clock.advance(60_000);
      }
      await site.fleet.within(1000, prompts.close());
    }
    expect(failed).toBe(0);
    // At most twice a minute, and more often right after each restart.
    expect(site.fleet.provider.calls).toBeLessThan(10 * (2 * 144 + 10));
  });
});
