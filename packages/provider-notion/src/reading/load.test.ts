import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type BlockSpec, code, paragraph, richText } from '../test-support/fake-blocks.ts';
import { statusProperty, textProperty } from '../test-support/fake-notion.ts';
import { context, startProvider } from '../test-support/start-provider.ts';

let started: Awaited<ReturnType<typeof startProvider>>;
beforeEach(async () => {
  started = await startProvider();
});
afterEach(() => started.close());

const bookmark: BlockSpec = { type: 'bookmark', content: { url: 'https://a.example', caption: [] } };
const database: BlockSpec = { type: 'child_database', content: { title: 'Rows' } };
const refresh = (pageId: string, previous: NonNullable<typeof context.previous>) =>
  started.provider.refresh({ pageId }, { ...context, previous });

it('a page takes one request for its facts and one for its text, on both routes', async () => {
  const page = started.fake.page([paragraph('Hello {{name}}'), code('x')], { title: 'Greeting' });
  const loaded = await started.load(page);
  expect(loaded).toMatchObject({
    content: 'Hello {{name}}\n\n```\nx\n```',
    uri: `https://app.notion.com/p/${page.id.replaceAll('-', '')}`,
    metadata: { title: 'Greeting', updatedAt: '2026-03-01T10:00:00.000Z', isSettled: true },
  });
  expect(started.fake.calls()).toEqual(['GET /v1/pages/<id>', 'GET /v1/pages/<id>/markdown?markdown_version=v2']);
  started.fake.hasMarkdown = false;
  expect(await started.load(page)).toEqual(loaded);
  await started.load(page);
  // An endpoint that the server does not have is not requested again.
  expect(started.fake.calls().filter((call) => call.includes('markdown'))).toHaveLength(2);
});

it('blocks that the markdown omits are requested, or the page is read block by block', async () => {
  const page = started.fake.page([paragraph('before'), paragraph('left out'), paragraph('after')]);
  const [, block] = page.blocks;
  const id = block?.json.id ?? '';
  page.markdown = {
    markdown: `before\n\n<unknown url="https://app.notion.com/p/x#${id.replaceAll('-', '')}" alt="text"/>\n\nafter`,
    truncated: true,
    unknown_block_ids: [id],
  };
  expect((await started.load(page)).content).toBe('before\n\nleft out\n\nafter');
  page.markdown = { markdown: 'before', truncated: true };
  expect((await started.load(page)).content).toBe('before\n\nleft out\n\nafter');
  page.markdown = { markdown: 'before', truncated: true, unknown_block_ids: [randomUUID()] };
  expect((await started.load(page)).content).toBe('before\n\nleft out\n\nafter');
  delete page.markdown;
  started.fake.edit(page, [paragraph('before'), bookmark]);
  expect((await started.load(page)).content).toBe('before\n\nhttps://a.example');
});

it('character references are text, letter for letter, on both routes', async () => {
  const text = 'Write &lt;b&gt; for <b>, &amp; for &, &#42; for *, and AT&T; as it is';
  const page = started.fake.page([paragraph(text)]);
  expect((await started.load(page)).content).toBe(text);
  // Both of these are ways to escape a tag.
  for (const markdown of ['&lt;b&gt;', '\\<b\\>']) {
    started.fake.edit(page, [paragraph('<b>')]);
    page.markdown = { markdown };
    expect((await started.load(page)).content).toBe('<b>');
  }
});

it('a text is downloaded again only while its last edit is recent', async () => {
  const page = started.fake.page([paragraph('first')]);
  started.fake.now = page.editedAt + 10_000;
  const first = await started.load(page);
  expect(first.metadata).toMatchObject({ isSettled: false });
  page.blocks = started.fake.page([paragraph('second')]).blocks;
  started.fake.now = page.editedAt + 20_000;
  const second = await refresh(page.id, first);
  expect([first.content, second.content, first.version === second.version]).toEqual(['first', 'second', false]);
  expect(second.metadata?.updatedAt).toBe(first.metadata?.updatedAt);
  started.fake.now = page.editedAt + 300_000;
  const settled = await refresh(page.id, second);
  expect(settled).toMatchObject({ version: second.version, metadata: { isSettled: true } });
  const before = started.fake.calls().length;
  expect(await refresh(page.id, settled)).toBe(settled);
  expect(started.fake.calls().length - before).toBe(1);
});

it('the prompt may be the only code block or a property, letter for letter', async () => {
  const page = started.fake.page([paragraph('Explanation'), code('a *b*\n')], {
    properties: { Prompt: textProperty(' a *b* '), Status: statusProperty('Live') },
  });
  expect((await started.load(page, { extract: 'code' })).content).toBe('a *b*\n');
  expect((await started.load(page, { property: 'Prompt' })).content).toBe(' a *b* ');
  await expect(started.load(page, { property: 'Status' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('has the type status'),
  });
  await expect(started.load(page, { property: 'Promt' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('it has Prompt, Status'),
  });
  started.fake.edit(page, [code('a'), code('b')]);
  await expect(started.load(page, { extract: 'code' })).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
});

it('all variables that the config does not name are escaped', async () => {
  const page = started.fake.page([paragraph('{{name}} {{other}}')]);
  expect((await started.load(page, { variables: ['name'] })).content).toBe('{{name}} \\{{other}}');
});

it('an id of another kind, a page in the trash and a page that is not shared are refused with advice', async () => {
  const { fake, provider } = started;
  const databaseId = randomUUID();
  const linkedId = randomUUID();
  const { id: dataSourceId } = fake.dataSource();
  fake.databases.set(databaseId, [dataSourceId]).set(linkedId, []);
  const load = (pageId: string) => provider.load({ pageId }, context);
  await expect(load(databaseId)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(
      `is a database, not a page: use the id of one of its rows, or a collection with dataSourceId: '${dataSourceId}'`,
    ),
  });
  await expect(load(linkedId)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('a linked database'),
  });
  await expect(provider.list({ dataSourceId: databaseId }, context)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(`use dataSourceId: '${dataSourceId}'`),
  });
  await expect(load(dataSourceId)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('is a data source, not a page'),
  });
  const { id: pageId } = fake.page([paragraph('x')]);
  await expect(provider.list({ dataSourceId: pageId }, context)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(`is a page, not a data source: use pageId: '${pageId}'`),
  });
  await expect(load(randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const page = fake.page([paragraph('x')], { isInTrash: true });
  await expect(load(page.id)).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('trash') });
});

it('an empty page is served, and a page that contains only databases is refused', async () => {
  expect((await started.load(started.fake.page([paragraph('')]))).content).toBe('');
  for (const hasMarkdown of [true, false]) {
    started.fake.hasMarkdown = hasMarkdown;
    await expect(started.load(started.fake.page([database]))).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining('only databases'),
    });
  }
});

it('a synced block is read from its original, and refused if that is not shared', async () => {
  started.fake.hasMarkdown = false;
  const original = started.fake.page([
    { type: 'synced_block', content: { synced_from: null }, children: [paragraph('synced')] },
  ]);
  const from = { type: 'block_id', block_id: original.blocks[0]?.json.id };
  const copy = { type: 'synced_block', content: { synced_from: from }, children: [paragraph('ignored')] };
  const page = started.fake.page([paragraph('own'), copy]);
  expect((await started.load(page)).content).toBe('own\n\nsynced');
  original.isShared = false;
  await expect(started.load(page)).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('synced block'),
  });
});

it('20,000 blocks are read, and too many levels or blocks are refused', async () => {
  started.fake.hasMarkdown = false;
  const many = Array.from({ length: 20_000 }, (_, index) => paragraph(`line ${index}`));
  const page = started.fake.page(many);
  expect((await started.load(page)).content.split('\n\n')).toHaveLength(20_000);
  started.fake.edit(page, [...many, ...many]);
  await expect(started.load(page)).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  let deep = paragraph('bottom');
  for (let level = 1; level < 30; level += 1) deep = paragraph(`level ${level}`, [deep]);
  started.fake.edit(page, [deep]);
  expect((await started.load(page)).content.split('\n\n')).toHaveLength(30);
  for (let level = 0; level < 100; level += 1) deep = paragraph('deeper', [deep]);
  started.fake.edit(page, [deep]);
  await expect(started.load(page)).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining('levels'),
  });
});

it('the types of blocks that the API does not describe are listed in the metadata', async () => {
  const page = started.fake.page([paragraph('text'), { type: 'unsupported', content: { block_type: 'button' } }]);
  expect((await started.load(page)).metadata).toMatchObject({ unsupportedBlocks: ['button'] });
});

it('properties become metadata, and relations are read completely', async () => {
  const relation = Array.from({ length: 250 }, (_, index) => ({ id: `row-${index}` }));
  const page = started.fake.page([paragraph('x')], {
    properties: {
      Tags: { id: 'a', type: 'multi_select', multi_select: [{ name: 'one' }, { name: 'two' }] },
      Owner: { id: 'b', type: 'people', people: [{ id: 'u1', name: 'Ada' }, { id: 'u2' }] },
      Due: { id: 'c', type: 'date', date: { start: '2026-01-01', end: null, time_zone: null } },
      Span: { id: 'd', type: 'date', date: { start: '2026-01-01', end: '2026-01-02', time_zone: null } },
      Score: { id: 'e', type: 'formula', formula: { type: 'number', number: 3 } },
      Done: { id: 'f', type: 'checkbox', checkbox: false },
      Rows: { id: 'g', type: 'relation', relation: relation.slice(0, 25), has_more: true },
      Sum: {
        id: 'h',
        type: 'rollup',
        rollup: { type: 'array', array: [{ type: 'number', number: 1 }], function: 'sum' },
      },
      Number: { id: 'i', type: 'unique_id', unique_id: { prefix: 'P', number: 7 } },
      Empty: { id: 'j', type: 'select', select: null },
      Button: { id: 'k', type: 'button', button: {} },
      Files: {
        id: 'l',
        type: 'files',
        files: [{ name: 'a.txt', type: 'file', file: { url: 'https://a.example?sig=1' } }],
      },
      updatedAt: textProperty('never'),
    },
  });
  page.moreItems.set(
    'g',
    relation.map((item) => ({ object: 'property_item', type: 'relation', relation: item })),
  );
  const { metadata } = await started.load(page);
  expect(metadata).toMatchObject({
    Tags: ['one', 'two'],
    Owner: ['Ada', 'u2'],
    Due: '2026-01-01',
    Span: { start: '2026-01-01', end: '2026-01-02' },
    Score: 3,
    Done: false,
    Rows: relation.map(({ id }) => id),
    Sum: [1],
    Number: 'P-7',
    Files: ['a.txt'],
    updatedAt: '2026-03-01T10:00:00.000Z',
  });
  expect(metadata).not.toHaveProperty('Empty');
  expect(metadata).not.toHaveProperty('Button');
});

it('the signature of a file is not part of the text, so a new one is not a new version', async () => {
  const file = (signature: string): BlockSpec => ({
    type: 'file',
    content: {
      type: 'file',
      name: 'a.txt',
      caption: richText('A file'),
      file: { url: `https://a.example/a.txt?X-Amz-Signature=${signature}` },
    },
  });
  const page = started.fake.page([file('1')]);
  const first = await started.load(page);
  started.fake.edit(page, [file('2')]);
  expect((await started.load(page)).version).toBe(first.version);
});

it('a page with databases and empty lines contains only databases, also if it is read block by block', async () => {
  started.fake.hasMarkdown = false;
  const page = started.fake.page([database, paragraph('')]);
  await expect(started.load(page)).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
});
