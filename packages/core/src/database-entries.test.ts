import { expect, it } from 'vitest';
import { createPrompts, PromptError, type PromptProvider } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

interface Row {
  readonly id?: string;
}

/** A provider of that name, and what it was asked to load. */
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
        return extra ? { issues: [{ message: 'is no known key', path: [extra] }] } : { value: value as Row };
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

/** Creates from options that TypeScript would refuse. */
const create = (options: object) => createPrompts(options as Parameters<typeof createPrompts>[0]);

async function refusal(it: unknown, providers: readonly PromptProvider<Row>[] = [new Database()]) {
  const error = await create({ systemPrompts: { it }, providers }).catch((thrown: unknown) => thrown);
  if (!PromptError.isInstance(error)) throw new Error('it was accepted');
  return error;
}

it('means the provider db with that config: the same source, read once', async () => {
  const database = new Database();
  await using prompts = await create({
    systemPrompts: { short: { db: { id: 'a' } }, long: { provider: 'db', config: { id: 'a' } } },
    providers: [database],
    clock: fakeClock(),
  });
  const short = await prompts.get('short');
  const long = await prompts.get('long');
  expect({ ...short, name: 'long', render: long.render }).toEqual(long);
  expect(short).toMatchObject({ provider: 'db', content: 'Text of a', version: '3', metadata: { title: 'Row a' } });
  expect(database.loaded).toEqual(['a']);
});

it('takes the options of any entry beside it', async () => {
  const database = new Database();
  const clock = fakeClock();
  const beside = { cache: { ttl: 5 }, metadata: { team: 'x' }, frontMatter: false };
  await using prompts = await create({
    systemPrompts: { it: { db: { id: 'a' }, ...beside }, gone: { db: { id: 'gone' }, fallback: 'Ask again.' } },
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
  expect(await refusal({ db: { id: 'gone' }, required: true })).toMatchObject({ code: 'NOT_FOUND', prompt: 'it' });
});

it('stands for a collection under a name that ends in /*', async () => {
  await using prompts = await create({ systemPrompts: { 'rows/*': { db: {} } }, providers: [new Database()] });
  expect((await prompts.get('rows/one')).content).toBe('Text of one');
});

it.each<[string, unknown, string]>([
  ['it.db', { db: 'prompts' }, 'must be an object'],
  ['it.db', { db: null }, 'must be an object'],
  ['it.db.tabel', { db: { tabel: 'x' } }, 'is no known key'],
  ['it.db', { db: { id: 7 } }, 'seven'],
  ['it.fallbak', { db: {}, fallbak: 'x' }, "Did you mean 'fallback'?"],
  ['it.url', { db: {}, url: 'x' }, 'is no known key. Remove it.'],
  ['it.config', { db: {}, config: {} }, 'is no known key. Remove it.'],
  ['it', { db: {}, provider: 'db', config: {} }, 'exactly one of content, file, provider, db'],
  ['it', { db: {}, content: 'x' }, 'exactly one of content, file, provider, db'],
])('says what is wrong at %s of %j', async (path, entry, message) => {
  expect(await refusal(entry)).toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path: `systemPrompts.${path}`, message: expect.stringContaining(message) }],
  });
});

it('says what to install where the provider is not there, as for the other form', async () => {
  const short = await refusal({ db: {} }, []);
  const long = await refusal({ provider: 'db', config: {} }, []);
  expect(short.code).toBe('PROVIDER_MISSING');
  expect(short.issues).toEqual([
    { path: 'systemPrompts.it.db', message: expect.stringContaining('npm install @prompts/provider-db') },
  ]);
  expect(short.issues?.[0]?.message).toBe(long.issues?.[0]?.message);
});
