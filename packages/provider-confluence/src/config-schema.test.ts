import { createPrompts } from '@prompts/core';
import { describe, expect, it } from 'vitest';
import { collectionSchema, configSchema } from './config-schema.ts';
import { confluence } from './confluence.ts';

function faultsOf(schema: typeof configSchema | typeof collectionSchema, config: unknown): string {
  const { error } = schema.safeParse(config);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ');
}

describe('the config of a page', () => {
  it.each<[string, unknown, string]>([
    ['a path', { pageId: '1/../2' }, 'pageId is not the id of a page'],
    ['an empty id', { pageId: '' }, 'pageId is not the id of a page'],
    ['a negative id', { pageId: -1 }, 'pageId is not the id of a page'],
    ['an id that a number rounds', { pageId: 2 ** 53 }, 'pageId is too large for a number: write it as a string'],
    ['a number with an exponent', { pageId: 1e21 }, 'pageId is too large for a number: write it as a string'],
    [
      'a blog post',
      { pageId: 'https://x.atlassian.net/wiki/spaces/AI/blog/2024/07/14/456/News' },
      'pageId is the URL of a blog post',
    ],
    [
      'a whiteboard',
      { pageId: 'https://x.atlassian.net/wiki/spaces/AI/whiteboard/456' },
      'pageId is the URL of a whiteboard',
    ],
    ['a short link', { pageId: 'https://x.atlassian.net/wiki/x/AbC' }, 'pageId is a URL without the id of a page'],
    ['no keys', {}, 'does not name a page'],
    ['a title alone', { title: 'Tone' }, 'needs spaceKey'],
    ['an id and a title', { pageId: 1, title: 'Tone', spaceKey: 'AI' }, 'has both pageId and title'],
    ['a path as spaceKey', { pageId: 1, spaceKey: 'AI/../HR' }, 'spaceKey is not the key of a space'],
    ['a label', { pageId: 1, label: 'x' }, 'label is for collections'],
    ['an inexact version', { pageId: 1, version: '07' }, 'version must be the number of a version'],
    ['a misspelt key', { pageID: 1 }, "unknown key 'pageID'"],
    ['an unset token', { pageId: 1, auth: { email: 'a@b.example', token: undefined } }, 'auth.token is undefined'],
    ['an unset token in the short form', { pageId: 1, token: undefined }, 'token must be a text'],
    [
      'a user name as e-mail',
      { pageId: 1, auth: { email: 'ada', token: 't' } },
      'auth.email must be the e-mail address',
    ],
    ['an unknown extract', { pageId: 1, extract: 'tables' }, "extract must be 'code'"],
    ['allowHosts', { pageId: 1, allowHosts: ['x'] }, "unknown key 'allowHosts'"],
  ])('is refused with %s', (_, config, fault) => {
    expect(faultsOf(configSchema, config)).toContain(fault);
  });
});

describe('the config of a collection', () => {
  it.each([[{ spaceKey: 'AI' }], [{ spaceKey: '~712020abc', label: 'prompt' }], [{ parentId: 456 }]])(
    'may be %j',
    (config) => {
      expect(faultsOf(collectionSchema, config)).toBe('');
    },
  );

  it.each<[string, unknown, string]>([
    ['no keys', {}, 'needs spaceKey'],
    ['a label alone', { label: 'x' }, 'needs spaceKey'],
    ['a page', { pageId: 1, spaceKey: 'AI' }, 'pageId is for single pages'],
    ['an id that a number rounds', { parentId: 2 ** 53 }, 'parentId is too large for a number: write it as a string'],
    ['a parent and a space', { parentId: 1, spaceKey: 'AI' }, 'remove spaceKey and label'],
  ])('is refused with %s', (_, config, fault) => {
    expect(faultsOf(collectionSchema, config)).toContain(fault);
  });
});

it('mistakes are reported when prompts are created', async () => {
  const systemPrompts = {
    tone: { provider: 'confluence', config: { pageId: '1/../2', baseUrl: 'x.atlassian.net' } },
    'team/*': { provider: 'confluence', config: { baseUrl: 'x.atlassian.net' } },
  };
  await expect(createPrompts({ systemPrompts, providers: [confluence()], preload: false })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path: 'systemPrompts.tone.config.pageId' }, expect.anything()],
  });
});

it('invalid options are refused', () => {
  expect(() => confluence({ client: {} as never })).toThrow('must be a client of confluence.js');
  expect(() => confluence({ client: { sendRequest: async () => ({}) as never }, token: 't' })).toThrow(
    'has its own credentials',
  );
  expect(() => confluence({ baseURL: 'x' } as never)).toThrow("unknown key 'baseURL'");
});
