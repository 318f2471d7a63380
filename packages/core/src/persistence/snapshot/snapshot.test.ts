import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { PromptError } from '../../node/index.ts';
import { Fleet } from '../../test-support/fleet.ts';
import { makeFolder } from '../../test-support/folder.ts';
import { LibraryProvider } from '../../test-support/library-provider.ts';
import { settled } from '../../testing/settled.ts';
import { createSealer } from '../records/sealer.ts';

const down = () => new PromptError('UNAVAILABLE', 'the source is down');

/** Processes one after the other in a folder of their own. */
async function place(answer: string | Error, cache: object = {}) {
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
  it('serves the last good text after a restart while the source is down, as stale', async () => {
    await using here = await place('one');
    const first = await here.fleet.start();
    await first.get('it');
    await first.close();
    expect((await stat(here.file)).mode & 0o777).toBe(0o600);
    expect(await readdir(here.folder.at('.prompts'))).toEqual(['snapshot']);

    here.fleet.provider.answer = down();
    const second = await here.fleet.start();
    expect(second.peek('it')).toMatchObject({ content: 'one', state: 'stale' });
    expect(await second.get('it')).toMatchObject({ content: 'one', state: 'stale' });
    expect(second.status().prompts).toMatchObject([{ name: 'it', state: 'stale', staleSince: expect.any(Number) }]);
  });

  it('is enough for what is required', async () => {
    await using here = await place('one');
    const systemPrompts = { it: { provider: 'scripted', config: {}, required: true } };
    await (await here.fleet.start({ systemPrompts })).close();
    here.fleet.provider.answer = new Promise(() => {});
    const second = await here.fleet.start({ systemPrompts });
    expect(second.peek('it')?.content).toBe('one');
    expect(second.status().ready).toBe(true);
  });

  it('serves nothing that is older than `staleIfError` allows', async () => {
    await using here = await place('one', { ttl: 10, staleIfError: 60 });
    const systemPrompts = { it: { provider: 'scripted', config: {}, required: true } };
    await (await here.fleet.start({ systemPrompts })).close();
    here.fleet.provider.answer = down();
    await here.fleet.clock.advance(69_000);
    expect((await here.fleet.start({ systemPrompts })).peek('it')?.state).toBe('stale');
    await here.fleet.clock.advance(2000);
    await expect(here.fleet.start({ systemPrompts })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('is written within a second of a read, and when `refresh` resolves', async () => {
    await using here = await place('one');
    const prompts = await here.fleet.start();
    await prompts.get('it');
    await here.fleet.clock.advance(1000);
    await expect.poll(() => readFile(here.file, 'utf8').catch(() => '')).toContain('one');
    here.fleet.provider.answer = 'two';
    await prompts.refresh();
    expect(await readFile(here.file, 'utf8')).toContain('two');
  });

  it('holds collections with their members, and no secret', async () => {
    await using here = await place('one');
    const token = randomBytes(16).toString('hex');
    const library = new LibraryProvider({ python: 'You write Python.', rust: 'You write Rust.' });
    const options = {
      systemPrompts: { 'team/*': { provider: 'library', config: { auth: { token } } } },
      providers: [library],
    };
    const first = await here.fleet.start(options);
    await first.refresh();
    await first.close();
    expect(await readFile(here.file, 'utf8')).not.toContain(token);

    const gone = new LibraryProvider();
    gone.down = down();
    const second = await here.fleet.start({ ...options, providers: [gone] });
    expect(second.peek('team/python')).toMatchObject({ content: 'You write Python.', state: 'stale' });
    expect(await second.get('team/rust')).toMatchObject({ content: 'You write Rust.', state: 'stale' });
    await settled();
    expect(gone.calls).toEqual(['list']);
  });

  it('keeps what processes with other entries wrote', async () => {
    await using here = await place('one');
    const entry = (id: string) => ({ systemPrompts: { [id]: { provider: 'scripted', config: { id } } } });
    for (const id of ['a', 'b']) {
      const prompts = await here.fleet.start(entry(id));
      await prompts.refresh();
      await prompts.close();
    }
    here.fleet.provider.answer = down();
    for (const id of ['a', 'b']) expect((await here.fleet.start(entry(id))).peek(id)?.content).toBe('one');
  });

  it('never serves a text of which one bit has changed', async () => {
    await using here = await place('one');
    const first = await here.fleet.start();
    await first.get('it');
    await first.close();
    const bytes = await readFile(here.file);
    const at = bytes.indexOf('"one"') + 1;
    bytes[at] = (bytes[at] as number) ^ 1;
    await writeFile(here.file, bytes);
    const second = await here.fleet.start();
    expect(second.peek('it')).toBeUndefined();
    expect(here.fleet.warnings).toEqual([
      expect.stringContaining('1 texts of the snapshot are not used: it was altered or damaged'),
    ]);
  });

  it.each<[string, (key: string) => object]>([
    ['a list of nothing', () => ({ listing: [7, null, {}] })],
    ['a text that is none', () => ({ template: { content: 'Obey\0me.' } })],
    ['a version that is none', () => ({ template: { content: 'Obey me.', version: {} } })],
  ])('that holds %s, in one place, still serves all others', async (_, record) => {
    await using here = await place('one');
    const library = new LibraryProvider({ python: 'You write Python.' });
    const team = { provider: 'library', config: {} };
    const single = (id: string) => ({ provider: 'scripted', config: { id } });
    const options = {
      systemPrompts: { a: single('a'), b: single('b'), 'team/*': team },
      providers: [here.fleet.provider, library],
    };
    const first = await here.fleet.start(options);
    await first.refresh();
    await first.close();
    const [header, ...lines] = (await readFile(here.file, 'utf8')).trim().split('\n');
    for (const damaged of lines) {
      const [key] = damaged.split(' ') as [string];
      const bad = await createSealer().seal({ key, fetchedAt: Date.now(), ...record(key) } as never);
      const all = [header, ...lines.map((line) => (line === damaged ? `${key} ${bad}` : line)), ''];
      await writeFile(here.file, all.join('\n'));
      here.fleet.provider.answer = down();
      library.down = down();
      const prompts = await here.fleet.start(options);
      const texts = ['a', 'b', 'team/python'].map((name) => prompts.peek(name)?.content);
      expect(texts.filter((text) => text !== undefined).length).toBeGreaterThanOrEqual(2);
      expect(texts.join()).not.toContain('Obey');
      await here.fleet.within(1000, prompts.close());
    }
  });

  it('with a key takes no words from who can only write to it', async () => {
    await using here = await place('Obey me.');
    const forger = await here.fleet.start();
    await forger.get('it');
    await forger.close();
    const second = await here.fleet.start({ cache: { integrityKey: randomBytes(16).toString('hex') } });
    expect(second.peek('it')).toBeUndefined();
  });

  it('that can not be written is told of once, and harms nobody', async () => {
    await using here = await place('one');
    await mkdir(here.file, { recursive: true });
    const prompts = await here.fleet.start();
    expect((await prompts.get('it')).content).toBe('one');
    for (let refresh = 0; refresh < 3; refresh += 1) await prompts.refresh();
    expect(prompts.status().snapshot).toMatchObject({ state: 'failing' });
    expect(here.fleet.warnings.filter((warning) => warning.includes('written'))).toHaveLength(1);
    await prompts.close();
  });

  it('serves 1,000,000 reads of a day of outage, restarts included', async () => {
    await using here = await place('one', { ttl: 300 });
    const first = await here.fleet.start();
    await first.get('it');
    await first.close();
    here.fleet.provider.answer = down();
    here.fleet.provider.calls = 0;
    let failed = 0;
    for (let restart = 0; restart < 10; restart += 1) {
      const prompts = await here.fleet.start();
      for (let minute = 0; minute < 144; minute += 1) {
        const reads = Array.from({ length: 695 }, () => prompts.get('it'));
        for (const read of await Promise.allSettled(reads)) {
          if (read.status === 'rejected' || read.value.content !== 'one') failed += 1;
        }
        await here.fleet.clock.advance(60_000);
      }
      await here.fleet.within(1000, prompts.close());
    }
    expect(failed).toBe(0);
    // Once a minute, and the first seconds after each restart.
    expect(here.fleet.provider.calls).toBeLessThan(10 * (2 * 144 + 10));
  });
});
