import { describe, expect, it } from 'vitest';
import type { HttpOptions } from './config.ts';
import { createConfigSchema, optionsSchema } from './config-schema.ts';
import { http } from './http.ts';

function listFaults(config: unknown, baseUrl?: string): string[] {
  const { error } = createConfigSchema(baseUrl).safeParse(config);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

const url = 'https://prompts.example/review.md';
const token = 'a-'.repeat(8);

describe('a config', () => {
  it.each([
    { url },
    { url, select: '' },
    { url, select: '/a~1b/0/~0' },
    { url, token },
    { url, auth: undefined },
    { url, auth: { token: () => token } },
    { url, auth: { username: 'ada', password: async () => token } },
    { url, headers: { 'x-api-key': token } },
    { url: 'review.md', baseUrl: 'prompts.example/v1' },
    { index: 'https://prompts.example/' },
  ])('is valid: %j', (config) => {
    expect(listFaults(config)).toEqual([]);
  });

  it.each([
    [
      { url, selct: '/text' },
      /^: unknown key 'selct' \(known keys: url, index, select, baseUrl, auth, token, headers\)$/,
    ],
    [{ url, allowHosts: ['127.0.0.1'] }, /unknown key 'allowHosts'/],
    [{}, /needs url \(one prompt\) or index/],
    [{ url, index: url }, /not both/],
    [{ url: 7 }, /^url: must be a URL such as https:/],
    [{ url: '' }, /^url: is empty: is the environment variable set\?/],
    [{ url: 'prompts.example/review.md' }, /^url: is relative: add https:\/\/ at the start, or set baseUrl/],
    [{ index: 'team/' }, /^index: is relative/],
    [{ url: 'ftp://prompts.example/a' }, /^url: ftp: is not supported: use https:/],
    [{ url: 'file:///etc/passwd' }, /^url: file: is not supported/],
    [{ url: 'https://' }, /^url: the URL is malformed/],
    [{ url: `https://ada:${token}@prompts.example/` }, /^url: .* contains credentials: put them in auth/],
    [{ url, baseUrl: 'https://prompts.example/?key=1' }, /^baseUrl: .*has a query/],
    [{ url, select: 'prompt/text' }, /^select: must be a JSON pointer such as '\/prompt\/text'/],
    [{ url, select: '/a~2' }, /^select: must be a JSON pointer/],
    [{ url, auth: { token: '' } }, /^auth: must be { token } or { username, password }/],
    [{ url, auth: { token: undefined } }, /^auth\.token: is undefined: is its environment variable set\?/],
    [{ url, auth: { username: 'ada', password: undefined } }, /^auth\.password: is undefined/],
    [{ url, token: undefined }, /^token: must be a text.*is its environment variable set\?/],
    [{ url, headers: { 'x-api-key': undefined } }, /^headers\.x-api-key: must be a text.*environment variable/],
    [{ url, proxy: 'http://proxy.example' }, /unknown key 'proxy'/],
    [{ url, tls: {} }, /unknown key 'tls'/],
    [{ url, baseUrl: 'ftp://prompts.example' }, /^baseUrl: .*uses ftp:, which is not supported/],
    [{ url, auth: { tokn: token } }, /^auth: must be/],
    [{ url, auth: { username: 'a:b', password: token } }, /^auth\.username: .*does not contain ':'/],
    [{ url, token: '' }, /^token: must be a text that is not empty/],
    [{ url, headers: { 'x-api-key': '' } }, /^headers\.x-api-key: must be a text/],
    [{ url, headers: { 'x api key': token } }, /is not a valid header name/],
    ['https://prompts.example/', /must be an object \(known keys: url, index/],
  ])('is refused with the fix: %j', (config, fault) => {
    const found = listFaults(config);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(fault);
    expect(found[0]).not.toContain(token);
  });

  it('reports every mistake', () => {
    expect(listFaults({ url: '', select: 'x', token: '', colour: 'red' })).toHaveLength(4);
    expect(listFaults({ ulr: url })).toEqual([
      expect.stringContaining("unknown key 'ulr'"),
      expect.stringContaining('needs url'),
    ]);
  });

  it('may be relative if the options have a baseUrl', () => {
    expect(listFaults({ url: 'review.md' }, 'https://prompts.example')).toEqual([]);
  });
});

describe('the options', () => {
  it('allow no hosts by default', () => {
    expect(optionsSchema.parse({})).toEqual({ allowHosts: [] });
  });

  it.each<[HttpOptions, RegExp]>([
    [{ token: undefined }, /token must be a text.*is its environment variable set/],
    [{ auth: { token: undefined } }, /auth\.token is undefined: is its environment variable set/],
    [{ allowHosts: ['10.0.0.0/8'] }, /allowHosts\.0 '10\.0\.0\.0\/8' is a network/],
    [{ proxy: '' }, /proxy is empty: is its environment variable set/],
    [{ proxy: 'socks5://proxy.example' }, /proxy uses socks5:, which is not supported/],
    [{ tls: { ca: undefined } }, /tls\.ca must be a certificate.*is its environment variable set/],
    [{ tls: { ca: '/etc/authority.pem' } }, /tls\.ca must be a certificate: the text of a file/],
  ])('%j are refused with the fix', (options, message) => {
    expect(() => http(options)).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) }),
    );
  });

  it('may contain undefined for anything but a credential', () => {
    http({ auth: undefined, proxy: undefined, tls: undefined, allowHosts: undefined });
  });

  it('are refused with every mistake in one error', () => {
    const options = { allowHosts: '127.0.0.1', allowHost: [], auth: {} } as never;
    expect(() => http(options)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(
          /allowHosts must be a list of hosts.*unknown key 'allowHost'|unknown key 'allowHost'.*allowHosts must/,
        ),
        issues: expect.arrayContaining([expect.objectContaining({ path: 'auth' })]),
      }),
    );
  });
});
