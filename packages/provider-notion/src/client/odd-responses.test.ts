import { PromptError } from '@prompts/core';
import { expect, it } from 'vitest';
import { paragraph, richText } from '../test-support/fake-blocks.ts';
import { textProperty } from '../test-support/fake-notion.ts';
import { context, startProvider } from '../test-support/start-provider.ts';

const oddValues: readonly unknown[] = [undefined, 7, [null]];

/** Keys that are not read, or that may have any value. */
const skippedKeys = /^(?:created_.*|last_edited_by|is_.*|archived|cover|public_url|annotations|id|text)$/;

/** Yields copies of a response, each with one value replaced, at every depth. */
function* replaceEach(value: unknown): Generator<unknown> {
  yield* oddValues;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (skippedKeys.test(key)) continue;
    for (const odd of replaceEach(inner)) {
      if (Array.isArray(value)) yield value.map((item, index) => (String(index) === key ? odd : item));
      else yield { ...value, [key]: odd };
    }
  }
}

/** Serves a page and a row. @returns The methods of the provider that send a request, by its path. */
async function startWorkspace({ hasMarkdown }: { readonly hasMarkdown: boolean }) {
  const started = await startProvider();
  const { fake, provider } = started;
  fake.hasMarkdown = hasMarkdown;
  const dataSource = fake.dataSource({ Prompt: 'rich_text' });
  const properties = {
    Prompt: textProperty('text'),
    Owner: { id: 'o', type: 'people', people: [{ id: 'u', name: 'Ada' }] },
    Due: { id: 'd', type: 'date', date: { start: '2026-01-01', end: null } },
    Sum: { id: 's', type: 'rollup', rollup: { type: 'array', array: [{ type: 'number', number: 1 }] } },
    Rows: { id: 'r', type: 'relation', relation: [{ id: 'x' }], has_more: true },
  };
  const blocks = [
    {
      type: 'callout',
      content: { rich_text: richText('a'), icon: { type: 'emoji', emoji: '💡' } },
      children: [paragraph('b')],
    },
    { type: 'numbered_list_item', content: { rich_text: richText('c', { bold: true }, '/d'), list_start_index: 2 } },
    { type: 'table', content: {}, children: [{ type: 'table_row', content: { cells: [richText('e')] } }] },
    { type: 'file', content: { type: 'file', name: 'f', caption: richText('g'), file: { url: 'https://a.example' } } },
    { type: 'synced_block', content: { synced_from: { type: 'block_id', block_id: 'h' } } },
    { type: 'link_to_page', content: { type: 'page_id', page_id: 'i' } },
    { type: 'code', content: { rich_text: richText('j'), caption: [], language: 'plain text' } },
  ];
  const page = fake.page(hasMarkdown ? [paragraph('a')] : blocks, { dataSourceId: dataSource.id, properties });
  page.moreItems.set('r', [{ object: 'property_item', type: 'relation', relation: { id: 'x' } }]);
  const config = { pageId: page.id };
  const template = { content: 'text', metadata: { updatedAt: '2026-01-01T00:00:00Z', dataSourceId: dataSource.id } };
  const known = Array.from({ length: 3 }, () => ({ config, template }));
  const listing = { dataSourceId: dataSource.id, name: 'Prompt', property: 'Prompt' };
  const calls: Record<string, (() => Promise<unknown>)[]> = {
    [`/v1/pages/${page.id}`]: [() => provider.load(config, context), () => provider.validate(config, context)],
    [`/v1/pages/${page.id}/markdown`]: [() => provider.load(config, context)],
    [`/v1/pages/${page.id}/properties/r`]: [() => provider.load(config, context)],
    [`/v1/blocks/${page.id}/children`]: [() => provider.load(config, context)],
    [`/v1/data_sources/${dataSource.id}`]: [() => provider.list(listing, context)],
    [`/v1/data_sources/${dataSource.id}/query`]: [
      () => provider.list(listing, context),
      () => provider.changedSince(known, context),
    ],
  };
  return { started, calls };
}

it.each([
  '/v1/pages/<id>',
  '/v1/pages/<id>/markdown',
  '/v1/pages/<id>/properties/r',
  '/v1/blocks/<id>/children',
  '/v1/data_sources/<id>',
  '/v1/data_sources/<id>/query',
])('a malformed response of %s is reported as an error, or has no effect', async (route) => {
  const { started, calls } = await startWorkspace({ hasMarkdown: !route.startsWith('/v1/blocks') });
  await using _ = started;
  const { fake } = started;
  const path = Object.keys(calls).find((each) => each.replace(/[\da-f]{8}-[\da-f-]{27}/, '<id>') === route) ?? '';
  const method = path.endsWith('query') ? 'POST' : 'GET';
  const headers = { authorization: `Bearer ${started.token}`, 'notion-version': '2025-09-03' };
  const response = await fetch(fake.url + path, { method, headers, ...(method === 'POST' && { body: '{}' }) });
  const body: unknown = await response.json();
  expect(response.status).toBe(200);
  const faults: string[] = [];
  for (const odd of replaceEach(body)) {
    fake.server.heal();
    fake.server.fail({ kind: 'status', status: 200, body: JSON.stringify(odd) ?? '' }, { path, times: 1 });
    for (const call of calls[path] ?? []) {
      await call().catch((error: unknown) => {
        const isReported = PromptError.isInstance(error) && error.provider === 'notion';
        if (!isReported) faults.push(`${error} for ${JSON.stringify(odd)}`);
      });
    }
  }
  expect(faults).toEqual([]);
});
