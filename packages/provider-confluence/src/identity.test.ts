import { describe, expect, it } from 'vitest';
import type { ConfluenceConfig, ConfluenceOptions } from './config.ts';
import { configSchema } from './config-schema.ts';
import { confluence } from './confluence.ts';

const site = 'https://company.atlassian.net';
const auth = { email: 'ada@company.example', token: 't' };
const base: ConfluenceConfig = { pageId: '456', baseUrl: site, auth };

function identify(config: ConfluenceConfig, options: ConfluenceOptions = {}) {
  return confluence(options).identity?.(configSchema.parse(config));
}

describe('configs that mean the same share one text', () => {
  it.each<[string, ConfluenceConfig, ConfluenceOptions?]>([
    ['an id as a number', { ...base, pageId: 456 }],
    ['an id with zeros', { ...base, pageId: '00456' }],
    ['the URL of the page', { ...base, pageId: `${site}/wiki/spaces/AI/pages/456/Tone+of+voice?focused=1#top` }],
    ['the URL of its editor', { ...base, pageId: `${site}/wiki/spaces/AI/pages/edit-v2/456` }],
    ['a site without scheme', { ...base, baseUrl: 'company.atlassian.net' }],
    ['a site with /wiki', { ...base, baseUrl: `${site}/wiki/` }],
    ['an e-mail in another case', { ...base, auth: { ...auth, email: 'Ada@Company.example' } }],
    ['the access of the factory', { pageId: 456 }, { baseUrl: site, auth }],
    ['the deployment by default', { ...base, deployment: 'cloud' }],
  ])('%s', (_, config, options) => {
    expect(identify(config, options)).toEqual(identify(base));
  });
});

it.each<[string, ConfluenceConfig]>([
  ['another page', { ...base, pageId: 457 }],
  ['a version', { ...base, version: '7' }],
  ['a space to check', { ...base, spaceKey: 'AI' }],
  ['its code', { ...base, extract: 'code' }],
  ['named variables', { ...base, variables: ['role'] }],
  ['another token', { ...base, auth: { ...auth, token: 'other' } }],
  ['another site', { ...base, baseUrl: 'other.atlassian.net' }],
])('a config with %s has a separate text', (_, config) => {
  expect(identify(config)).not.toEqual(identify(base));
});

it("the factory's credentials are sent only to the factory's site", () => {
  const options = { baseUrl: 'https://wiki.corp.example/confluence', token: 'pat' };
  const access = (baseUrl: string) => identify({ pageId: 456, baseUrl }, options)?.access;
  expect(access('wiki.corp.example/confluence/')).toEqual({
    baseUrl: options.baseUrl,
    deployment: 'data-center',
    token: 'pat',
  });
  expect(access('wiki.corp.example/other')).not.toHaveProperty('token');
  expect(access('https://api.atlassian.com/ex/confluence/1-2')).toEqual({
    baseUrl: 'https://api.atlassian.com/ex/confluence/1-2',
    deployment: 'cloud',
  });
});

it.each<[string, ConfluenceConfig, string]>([
  ['no site', { pageId: 456 }, 'baseUrl is missing'],
  ['plain http:', { ...base, baseUrl: 'http://company.atlassian.net' }, 'plain http:'],
  ['the URL of a page as baseUrl', { ...base, baseUrl: `${site}/wiki/spaces/AI` }, 'use company.atlassian.net'],
  ['an API token without an e-mail address', { ...base, auth: { token: 't' } }, 'auth.email is missing'],
  ['an e-mail address for a Data Center', { ...base, baseUrl: 'wiki.corp.example' }, 'auth.email'],
  ['the host of the API without a site', { ...base, baseUrl: 'https://api.atlassian.com' }, '<cloudId>'],
  [
    'the URL of a page of another site',
    { ...base, pageId: 'https://other.atlassian.net/wiki/spaces/AI/pages/456' },
    'other.atlassian.net',
  ],
])('%s is CONFIG_INVALID', (_, config, message) => {
  expect(() => identify(config)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining(message) }),
  );
});

it('takes the name under which it is registered', () => {
  expect([confluence().name, confluence({}, { name: 'wiki' }).name]).toEqual(['confluence', 'wiki']);
});
