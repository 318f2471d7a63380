import { expect, it } from 'vitest';
import * as z from 'zod';
import { createPrompts, type ListedPrompt, type PromptProvider, type Prompts } from '../node/index.ts';

interface Config {
  readonly page?: string | undefined;
  readonly folder?: string | undefined;
}

/** A provider that remembers every config it is called with. */
function createWiki(schemas: Pick<PromptProvider<Config>, 'configSchema' | 'collectionSchema'>) {
  const calledWith: unknown[] = [];
  const provider: PromptProvider<Config> = {
    name: 'wiki',
    ...schemas,
    async load(config) {
      calledWith.push(config);
      return { content: `text of ${config.page}` };
    },
    async list(config): Promise<ListedPrompt<Config>[]> {
      calledWith.push(config);
      return [{ name: 'one', config: { page: '1' } }];
    },
  };
  return { calledWith, provider };
}

const pageSchema = z.strictObject({ page: z.string('must be the id of a page') });
const folderSchema = z.strictObject({
  folder: z.string('must be the id of a folder').transform((id) => `folder ${id}`),
});

it('parses the config of a collection with collectionSchema, but not the configs of its members', async () => {
  const { calledWith, provider } = createWiki({ configSchema: pageSchema, collectionSchema: folderSchema });
  await using prompts: Prompts = await createPrompts({
    systemPrompts: {
      page: { provider: 'wiki', config: { page: '7' } },
      'all/*': { provider: 'wiki', config: { folder: 'f' } },
    },
    providers: [provider],
  });
  expect((await prompts.get('page')).content).toBe('text of 7');
  expect((await prompts.get('all/one')).content).toBe('text of 1');
  expect(calledWith).toEqual(expect.arrayContaining([{ page: '7' }, { folder: 'folder f' }, { page: '1' }]));
});

it('reports a config of a collection on a single prompt, and the reverse', async () => {
  const { provider } = createWiki({ configSchema: pageSchema, collectionSchema: folderSchema });
  const systemPrompts = {
    page: { provider: 'wiki', config: { folder: 'f' } },
    'all/*': { provider: 'wiki', config: { page: '7' } },
  };
  await expect(createPrompts({ systemPrompts, providers: [provider] })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: expect.arrayContaining([
      { path: 'systemPrompts.page.config.page', message: 'must be the id of a page' },
      { path: 'systemPrompts.all/*.config.folder', message: 'must be the id of a folder' },
    ]),
  });
});

it('parses the config of a collection with configSchema if there is no other schema', async () => {
  const { provider } = createWiki({ configSchema: pageSchema });
  const systemPrompts = { 'all/*': { provider: 'wiki', config: {} } };
  await expect(createPrompts({ systemPrompts, providers: [provider] })).rejects.toMatchObject({
    issues: [{ path: 'systemPrompts.all/*.config.page' }],
  });
});
