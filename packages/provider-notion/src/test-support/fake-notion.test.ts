import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { noSharedData, sharedData } from '../../../../scripts/test/shared-data.ts';
import { paragraph } from './fake-blocks.ts';
import { type FakeNotion, startFakeNotion } from './fake-notion.ts';

const folder = sharedData('notion');
let fake: FakeNotion;
beforeEach(async () => {
  fake = await startFakeNotion();
});
afterEach(() => fake.close());

interface Interaction {
  readonly request: { readonly method: string; readonly uri: string };
  readonly response: { readonly status: { readonly code: number }; readonly body: { readonly string?: string } };
}

/** Finds a recorded response of a request. */
function findRecorded(method: string, path: RegExp, status: number): Record<string, unknown> {
  const cassettes = join(folder as string, 'cassettes');
  for (const name of readdirSync(cassettes).filter((file) => file.endsWith('.yaml'))) {
    const { interactions } = parse(readFileSync(join(cassettes, name), 'utf8')) as { interactions: Interaction[] };
    const found = interactions.find(
      ({ request, response }) =>
        request.method === method && path.test(new URL(request.uri).pathname) && response.status.code === status,
    );
    if (found) return JSON.parse(found.response.body.string ?? '') as Record<string, unknown>;
  }
  throw new Error(`no recording of ${method} ${path} with ${status}`);
}

const keysOf = (body: object) =>
  Object.keys(body)
    .filter((key) => !/^(?:request_id|additional_data)$/.test(key))
    .sort();

async function send(method: string, path: string, token = fake.token()) {
  const headers = { authorization: `Bearer ${token}`, 'notion-version': '2025-09-03' };
  const response = await fetch(`${fake.url}${path}`, { method, headers, ...(method === 'POST' && { body: '{}' }) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('responses have the same keys as recorded ones', async (test) => {
  if (!folder) test.skip(noSharedData);
  const dataSource = fake.dataSource();
  const page = fake.page([paragraph('Hello')], { dataSourceId: dataSource.id });
  const cases = [
    ['GET', `/v1/pages/${page.id}`, /^\/v1\/pages\/[\da-f-]+$/, 200],
    ['GET', `/v1/pages/${page.id}/markdown`, /\/markdown$/, 200],
    ['GET', `/v1/blocks/${page.id}/children`, /\/children$/, 200],
    ['POST', `/v1/data_sources/${dataSource.id}/query`, /\/query$/, 200],
    ['GET', '/v1/pages/00000000-0000-0000-0000-000000000000', /\/pages\/0{8}/, 404],
    ['GET', '/v1/invalid', /\/v1\/invalid$/, 400],
  ] as const;
  for (const [method, path, pattern, status] of cases) {
    const recorded = findRecorded(method, pattern, status);
    const { status: actual, body } = await send(method, path);
    expect([path, actual, keysOf(body)]).toEqual([path, status, keysOf(recorded)]);
    if (status !== 200) expect(body.code).toBe(recorded.code);
  }
  const unauthorized = await send('GET', `/v1/pages/${page.id}`, 'wrong');
  expect(unauthorized.body).toMatchObject({ status: 401, code: 'unauthorized', message: 'API token is invalid.' });
});

it('every route is in the description of the API', async (test) => {
  if (!folder) test.skip(noSharedData);
  const { paths } = JSON.parse(readFileSync(join(folder as string, 'openapi/notion-openapi.json'), 'utf8')) as {
    paths: Record<
      string,
      Record<string, { responses: Record<string, { content?: Record<string, { schema: { properties?: object } }> }> }>
    >;
  };
  const routes = [
    ['get', '/v1/pages/{page_id}'],
    ['get', '/v1/pages/{page_id}/markdown'],
    ['get', '/v1/pages/{page_id}/properties/{property_id}'],
    ['get', '/v1/blocks/{block_id}/children'],
    ['get', '/v1/databases/{database_id}'],
    ['get', '/v1/data_sources/{data_source_id}'],
    ['post', '/v1/data_sources/{data_source_id}/query'],
  ] as const;
  for (const [method, path] of routes) expect(paths[path]?.[method], path).toBeDefined();
  const schema = paths['/v1/pages/{page_id}/markdown']?.get?.responses['200']?.content?.['application/json']?.schema;
  const page = fake.page([paragraph('Hello')]);
  const { body } = await send('GET', `/v1/pages/${page.id}/markdown`);
  expect(Object.keys(schema?.properties ?? {}).sort()).toEqual(keysOf(body));
});
