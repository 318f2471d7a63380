import { expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptProvider } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

interface Row {
  readonly id?: string;
}

/** A provider named `db` that records what it loads. */
class Database implements PromptProvider<Row> {
  readonly name = 'db';
  readonly loaded: (string | undefined)[] = [];
  readonly configSchema: NonNullable<PromptProvider<Row>['configSchema']> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        const { id, ...rest } = value as { id?: unknown };
        if (id === 7) throw new Error('seven');
        const [extra] = Object.keys(rest);
        return extra ? { issues: [{ message: 'unknown key', path: [extra] }] } : { value: value as Row };
      },
    },
  };

  async load({ id }: Row) {
    this.loaded.push(id);
    if (id === 'gone') throw new PromptError('NOT_FOUND', 'no such row');
    return { content: `---\ntitle: Row ${id}\n---\nText of ${id}`, version: '3' };
  }

  async list() {
    return [{ name: 'one', config: { id: 'one' } }];
  }
}

/** Accepts options that TypeScript would reject. */
const create = (options: object) => createPrompts(options as Parameters<typeof createPrompts>[0]);

async function captureError(it: unknown, providers: readonly PromptProvider<Row>[] = [new Database()]) {
  const error = await create({ systemPrompts: { it }, providers }).catch((thrown: unknown) => thrown);
  if (!PromptError.isInstance(error)) throw new Error('the entry was accepted');
  return error;
}

it('treats a db entry as short for an entry with provider db, and loads both with one call', async () => {
  const database = new Database();
  await using prompts = await create({
    systemPrompts: { short: { db: { id: 'a' } }, long: { provider: 'db', config: { id: 'a' } } },
    providers: [database],
    clock: fakeClock(),
  });
  const short = await prompts.get('short');
  const long = await prompts.get('long');
  expect({ ...short, name: 'long' }).toEqual(long.toJSON());
  expect(short).toMatchObject({ provider: 'db', content: 'Text of a', version: '3', metadata: { title: 'Row a' } });
  expect(database.loaded).toEqual(['a']);
});

it('accepts the options of any entry next to db', async () => {
  const database = new Database();
  const clock = fakeClock();
  const options = { cache: { ttl: 5 }, metadata: { team: 'x' }, frontMatter: false };
  await using prompts = await create({
    systemPrompts: { it: { db: { id: 'a' }, ...options }, gone: { db: { id: 'gone' }, fallback: 'Ask again.' } },
    providers: [database],
    clock,
  });
  expect((await prompts.get('gone')).state).toBe('fallback');
  const { content, metadata } = await prompts.get('it');
  expect({ content, metadata }).toEqual({
    content: '---\ntitle: Row a\n---\nText of a',
    metadata: { team: 'x' },
  });
  await clock.advance(5001);
  expect((await prompts.get('it')).state).toBe('stale');
  await settled();
  expect(database.loaded.filter((id) => id === 'a')).toHaveLength(2);
  expect(await captureError({ db: { id: 'gone' }, required: true })).toMatchObject({ code: 'NOT_FOUND', prompt: 'it' });
});

it('serves a collection if the name of a db entry ends in /*', async () => {
  await using prompts = await create({ systemPrompts: { 'rows/*': { db: {} } }, providers: [new Database()] });
  expect((await prompts.get('rows/one')).content).toBe('Text of one');
});

it.each<[string, unknown, string]>([
  ['it.db', { db: 'prompts' }, 'must be an object'],
  ['it.db', { db: null }, 'must be an object'],
  ['it.db.tabel', { db: { tabel: 'x' } }, 'unknown key'],
  ['it.db', { db: { id: 7 } }, 'seven'],
  ['it.fallbak', { db: {}, fallbak: 'x' }, "Did you mean 'fallback'?"],
  ['it.url', { db: {}, url: 'x' }, 'unknown key. Remove it.'],
  ['it.config', { db: {}, config: {} }, 'unknown key. Remove it.'],
  ['it', { db: {}, provider: 'db', config: {} }, 'exactly one of content, file, provider, db'],
  ['it', { db: {}, content: 'x' }, 'exactly one of content, file, provider, db'],
])('reports the mistake at %s in %j', async (path, entry, message) => {
  expect(await captureError(entry)).toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path: `systemPrompts.${path}`, message: expect.stringContaining(message) }],
  });
});

it('says what to install if the provider is missing, as for an entry with provider db', async () => {
  const short = await captureError({ db: {} }, []);
  const long = await captureError({ provider: 'db', config: {} }, []);
  expect(short.code).toBe('PROVIDER_MISSING');
  expect(short.issues).toEqual([
    { path: 'systemPrompts.it.db', message: expect.stringContaining('npm install @prompts/provider-db') },
  ]);
  expect(short.issues?.[0]?.message).toBe(long.issues?.[0]?.message);
});
