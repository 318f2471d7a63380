import { expect, it } from 'vitest';
import { collectionSchema, configSchema } from './config-schema.ts';
import { notion } from './notion.ts';

const pageId = '2f1c8a6d9b3e4f7081a2b3c4d5e6f708';
const faultsOf = (schema: typeof configSchema | typeof collectionSchema, config: object) =>
  schema.safeParse(config).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());

it.each([
  [{ pageId: 'abc123' }, 'pageId must be the id of a page'],
  [{}, 'pageId must be the id of a page'],
  [{ pageId, propery: 'Prompt' }, "unknown key 'propery'"],
  [{ pageId, extract: 'body' }, "extract must be 'code'"],
  [{ pageId, extract: 'code', property: 'Prompt' }, 'property cannot be combined with extract'],
  [{ pageId, token: undefined }, 'token must be a text that is not empty'],
  [{ pageId, auth: { token: undefined } }, 'auth.token is undefined: is its environment variable set?'],
  [{ pageId, token: '' }, 'is its environment variable set?'],
  [{ pageId, baseUrl: 'https://www.notion.so' }, 'baseUrl is the website of Notion'],
  [{ pageId, baseUrl: 'https://api.example/v1' }, 'baseUrl ends with /v1, which the client adds itself: remove it'],
  [{ pageId, allowHosts: ['127.0.0.1'] }, "unknown key 'allowHosts'"],
])('%j is refused', (config, fault) => {
  expect(faultsOf(configSchema, config)?.join('; ')).toContain(fault);
});

it('a collection needs a data source, and its filter contains only values', () => {
  expect(faultsOf(collectionSchema, { pageId })?.join('; ')).toMatch(/dataSourceId must be the id of a data source/);
  const filter = { Status: ['Live'] };
  expect(faultsOf(collectionSchema, { dataSourceId: pageId, filter })?.join()).toContain(
    'filter.Status must be a string',
  );
});

it('an id with dashes, without dashes and in a URL has one identity', () => {
  const provider = notion({ token: 'text' });
  const ids = [pageId, '2f1c8a6d-9b3e-4f70-81a2-b3c4d5e6f708', `https://www.notion.so/acme/Tone-${pageId}`];
  const identities = ids.map((id) => provider.identity?.(configSchema.parse({ pageId: id })));
  expect(new Set(identities.map((identity) => JSON.stringify(identity))).size).toBe(1);
});

it('invalid options and a missing token are refused', async () => {
  expect(() => notion({ requestsPerSecond: 0 })).toThrow(/requestsPerSecond must be a number above 0/);
  expect(() => notion({ client: {} as never })).toThrow(/client must be a Client/);
  expect(() => notion().identity?.({ pageId })).toThrow(
    /no token for api.notion.com: set token in the config or in the options/,
  );
});
