import { createPrompts, type ListedPrompt } from '@prompts/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ParsedConfig } from '../config-schema.ts';
import { paragraph } from '../test-support/fake-blocks.ts';
import { statusProperty, textProperty } from '../test-support/fake-notion.ts';
import type { FakeDataSource } from '../test-support/fake-state.ts';
import { context, startProvider } from '../test-support/start-provider.ts';

let started: Awaited<ReturnType<typeof startProvider>>;
let dataSource: FakeDataSource;
beforeEach(async () => {
  started = await startProvider();
  dataSource = started.fake.dataSource({ Status: 'status', Prompt: 'rich_text', Slug: 'rich_text' });
});
afterEach(() => started.close());

const addRow = (title: string, status = 'Live', text = `Text of ${title}`) =>
  started.fake.page([paragraph(text)], {
    title,
    dataSourceId: dataSource.id,
    properties: { Status: statusProperty(status), Prompt: textProperty(text), Slug: textProperty(`slug ${title}`) },
  });
const list = (config: object = {}, previousList?: readonly ListedPrompt<ParsedConfig>[]) =>
  started.provider.list(
    { dataSourceId: dataSource.id, ...config },
    { ...context, ...(previousList && { previousList }) },
  );
const namesOf = (listing: readonly { readonly name: string }[]) => listing.map(({ name }) => name);
/** Counts the requests that a call sends. */
async function callsOf<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const before = started.fake.calls().length;
  const result = await work();
  return [result, started.fake.calls().length - before];
}

it('members are named after their titles or another property', async () => {
  addRow('Grüße an Kunden!');
  addRow('हिन्दी');
  expect(namesOf(await list())).toEqual(['grüße-an-kunden', 'हिन्दी']);
  expect(namesOf(await list({ name: 'Slug' }))).toEqual(['slug-grüße-an-kunden', 'slug-हिन्दी']);
  await expect(list({ name: 'Nme' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining("no property 'Nme': it has Name, Status, Prompt, Slug"),
  });
});

it('a filter selects the rows, also after a row was edited, trashed or added', async () => {
  const filter = { Status: 'Live' };
  const [draft, live, old] = [addRow('Draft', 'Draft'), addRow('Live'), addRow('Old')];
  const first = await list({ filter });
  expect(namesOf(first)).toEqual(['live', 'old']);
  expect(await list({ filter }, first)).toBe(first);
  Object.assign(draft, { properties: { Status: statusProperty('Live') }, editedAt: started.fake.now });
  Object.assign(live, { properties: { Status: statusProperty('Draft') }, editedAt: started.fake.now });
  Object.assign(old, { isInTrash: true, editedAt: started.fake.now });
  addRow('New');
  expect(namesOf(await list({ filter }, first))).toEqual(['draft', 'new']);
  await expect(list({ filter: { Status: true } })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('filter.Status must be a string'),
  });
});

it('a row that is no longer shared leaves the listing within 15 minutes', async () => {
  const row = addRow('Row');
  const first = await list();
  row.isShared = false;
  started.fake.now += 20 * 60_000;
  await started.provider.validate({ dataSourceId: dataSource.id }, context);
  expect(await list({}, first)).toEqual([]);
});

it('texts in a property are loaded with the listing', async () => {
  addRow('One');
  addRow('Two');
  const [listing, calls] = await callsOf(() => list({ property: 'Prompt' }));
  expect(listing.map(({ template }) => template?.content)).toEqual(['Text of One', 'Text of Two']);
  expect(calls).toBe(2);
});

it('1,000 rows take one request each to load, and two to check', async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => addRow(`Row ${index}`));
  const { fake, provider } = started;
  const systemPrompts = { 'support/*': { provider: 'notion', config: { dataSourceId: dataSource.id } } } as const;
  await using prompts = await createPrompts({ systemPrompts, providers: [provider], logger: false });
  const loadedAfter: number[] = [];
  prompts.on('change', () => void loadedAfter.push(fake.calls().length));
  const countLoaded = () => prompts.list().filter(({ state }) => state === 'fresh').length;
  await expect.poll(countLoaded).toBe(1000);
  // A busy machine may let a few time out, which are repeated.
  expect(fake.calls().length - (1 + 10 + 1000)).toBeOneOf([0, 1, 2, 3, 4, 5]);
  expect((await prompts.get('support/row-999')).content).toBe('Text of Row 999');
  // The first texts are served long before the last ones are requested.
  expect(loadedAfter[0]).toBeLessThan(200);
  const [unchanged, calls] = await callsOf(() => prompts.refresh());
  expect([unchanged.changed, calls <= 4]).toEqual([[], true]);
  fake.edit(rows[7] as (typeof rows)[number], [paragraph('Another text')]);
  const [changed, callsOfOne] = await callsOf(() => prompts.refresh());
  expect([changed.changed, callsOfOne <= 4]).toEqual([['support/row-7'], true]);
});

it('changed rows among 1,000 single entries are found with two requests', async () => {
  const rows = Array.from({ length: 1000 }, (_, index) => addRow(`Row ${index}`));
  const configs = rows.map(({ id }) => ({ pageId: id }));
  const templates = await started.provider.loadMany(configs, context);
  const entries = configs.map((config, index) => ({ config, template: templates[index] as never }));
  await started.provider.changedSince(entries, context);
  const [changed, calls] = await callsOf(() => started.provider.changedSince(entries, context));
  expect([changed, calls]).toEqual([[], 2]);
  started.fake.edit(rows[3] as (typeof rows)[number], [paragraph('changed')]);
  expect(await callsOf(() => started.provider.changedSince(entries, context))).toEqual([[3], 2]);
});

it('a row among many that is no longer shared is reported within 15 minutes, until it is shared again', async () => {
  const rows = ['a', 'b', 'c', 'd'].map((title) => addRow(title));
  const { fake, provider } = started;
  const systemPrompts = Object.fromEntries(
    rows.map(({ title, id }) => [title, { provider: 'notion', config: { pageId: id } } as const]),
  );
  await using prompts = await createPrompts({ systemPrompts, providers: [provider], logger: false });
  await Promise.all(rows.map(({ title }) => prompts.get(title)));
  const failed = async () => (await prompts.refresh()).failed.map(({ name, error }) => `${name} ${error.code}`);
  const lost = rows[1] as (typeof rows)[number];
  lost.isShared = false;
  expect(await failed()).toEqual([]);
  fake.now += 20 * 60_000;
  await provider.validate({ dataSourceId: dataSource.id }, context);
  expect(await failed()).toEqual(['b NOT_FOUND']);
  // It stays reported, also between two queries of all rows.
  expect(await failed()).toEqual(['b NOT_FOUND']);
  expect((await prompts.get('b')).state).toBe('stale');
  lost.isShared = true;
  expect(await failed()).toEqual([]);
  fake.edit(lost, [paragraph('again')]);
  expect((await prompts.refresh()).changed).toEqual(['b']);
});

it('a row in the trash does not make each later check read the rows that were edited since then', async () => {
  const rows = Array.from({ length: 150 }, (_, index) => addRow(`Row ${index}`));
  const { fake, provider } = started;
  const configs = rows.map(({ id }) => ({ pageId: id }));
  const templates = await provider.loadMany(configs, context);
  const entries = configs.map((config, index) => ({ config, template: templates[index] as never }));
  await provider.changedSince(entries, context);
  Object.assign(rows[0] as object, { isInTrash: true, editedAt: fake.now });
  expect(await provider.changedSince(entries, context)).toEqual([0]);
  for (const row of rows.slice(1)) fake.edit(row, [paragraph('edited')]);
  fake.now = rows[149]?.editedAt ?? 0;
  await provider.changedSince(entries, context);
  fake.now += 10 * 60_000;
  const [changed, calls] = await callsOf(() => provider.changedSince(entries, context));
  expect([changed.length, changed[0], calls]).toEqual([150, 0, 2]);
});

it('rows that are shared without their data source are checked one by one', async () => {
  const rows = [addRow('a'), addRow('b'), addRow('c')];
  const entries = await Promise.all(
    rows.map(async (row) => ({ config: { pageId: row.id }, template: await started.load(row) })),
  );
  dataSource.isShared = false;
  expect(await started.provider.changedSince(entries, context)).toEqual([]);
  started.fake.edit(rows[1] as (typeof rows)[number], [paragraph('changed')]);
  expect(await started.provider.changedSince(entries, context)).toEqual([1]);
});

it('a page that begins with a divider has no front matter, unless the entry sets frontMatter', async () => {
  const blocks = [{ type: 'divider' }, paragraph('title: text'), { type: 'divider' }, paragraph('Hello')];
  const page = started.fake.page(blocks);
  page.markdown = { markdown: '---\ntitle: text\n---\nHello' };
  const entry = { provider: 'notion', config: { pageId: page.id, extract: undefined } } as const;
  const systemPrompts = { plain: entry, other: { ...entry, frontMatter: true } };
  await using prompts = await createPrompts({ systemPrompts, providers: [started.provider], logger: false });
  const [plain, other] = await Promise.all([prompts.get('plain'), prompts.get('other')]);
  expect([plain.content.startsWith('---'), plain.metadata.title]).toEqual([true, 'A page']);
  expect(other.content).toContain('Hello');
});

it('a malformed row does not affect other rows', async () => {
  addRow('Good');
  const rows = [{ Odd: null }, { Odd: { id: 'odd', type: 'people', people: [null] } }, { Prompt: null }];
  for (const [index, properties] of rows.entries()) Object.assign(addRow(`Odd ${index}`).properties, properties);
  expect(namesOf(await list())).toEqual(['good', 'odd-0', 'odd-1', 'odd-2']);
  const listing = await list({ property: 'Prompt' });
  expect(listing.map(({ template }) => template?.content)).toEqual([
    'Text of Good',
    'Text of Odd 0',
    'Text of Odd 1',
    undefined,
  ]);
});
