import { describe, expect, it } from 'vitest';
import { configSchema, type ParsedConfig } from './config-schema.ts';
import { github } from './github.ts';

function listFaults(config: unknown): string[] {
  const { error } = configSchema.safeParse(config);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

const valid = { repo: 'company/ai-prompts', path: 'prompts/review.md' };

describe('a config', () => {
  it.each<Partial<ParsedConfig>>([
    {},
    { branch: 'main' },
    { branch: 'feature/new-tone' },
    { ref: 'v1.2.0' },
    { ref: '0123456789abcdef0123456789abcdef01234567' },
    { path: 'prompts/with space #1 100% é.md' },
    { path: 'reviews/**/*.md' },
    { path: 'prompts/' },
    { repo: 'o-1/dot.name_x' },
    { auth: { token: () => 'token' } },
    { auth: undefined },
    { baseUrl: undefined, branch: undefined },
    { auth: { appId: 7, privateKey: 'pem', installationId: '9' } },
    { baseUrl: 'github.corp.example/api/v3' },
  ])('is valid with %j', (more) => {
    expect(listFaults({ ...valid, ...more })).toEqual([]);
  });

  it('has a path without a slash at its end, however many prompts are read', () => {
    expect(configSchema.parse({ ...valid, path: 'prompts/' }).path).toBe('prompts');
  });

  it.each([
    [{ repo: 'ai-prompts' }, "repo: must be 'owner/name'"],
    [{ repo: 'https://github.com/company/ai-prompts' }, "repo: must be 'owner/name'"],
    [{ repo: 'company/..' }, "repo: must be 'owner/name'"],
    [{ repo: '../user' }, "repo: must be 'owner/name'"],
    [{ auth: { appId: 1, privateKey: 'pem', installationId: 'abc' } }, 'auth.installationId: must be the number'],
    [{ repo: '' }, "repo: must be 'owner/name'"],
    [{ path: '' }, 'path: is empty'],
    [{ path: '/prompts/review.md' }, 'path: must be relative to the root of the repository, without a leading slash'],
    [{ path: 'prompts\\review.md' }, 'path: must be relative to the root'],
    [{ path: 'prompts/../secrets.md' }, "path: must not contain '.' or '..'"],
    [{ path: './review.md' }, "path: must not contain '.' or '..'"],
    [{ path: 'prompts//review.md' }, 'path: must be relative to the root'],
    [{ path: 'a\0b' }, 'path: must be relative'],
    [{ branch: 'a..b' }, 'branch: is not a valid name of a branch'],
    [{ branch: 'a b' }, 'branch: is not a valid name of a branch'],
    [{ branch: '' }, 'branch: is not a valid name of a branch'],
    [{ ref: '../../user' }, 'ref: is not a valid name of a branch'],
    [{ branch: 'main', ref: 'v1' }, 'ref: cannot be combined with branch'],
    [{ auth: { token: '' } }, 'auth: must be { token } or { appId, privateKey, installationId }'],
    [{ auth: { token: undefined } }, 'auth: must be { token }'],
    [{ token: undefined }, 'token: is undefined: is its environment variable set?'],
    [{ token: '' }, 'token: must be a text that is not empty'],
    [
      { auth: { appId: 7, privateKey: undefined, installationId: '' } },
      'without empty values (is the environment variable of privateKey, installationId set?)',
    ],
    [{ auth: { appId: 7 } }, 'auth: must be { token }'],
    [{ baseUrl: 'https://user:pass@host' }, 'baseUrl: baseUrl contains credentials'],
    [{ baseUrl: 'http://[' }, 'baseUrl: baseUrl is malformed'],
    [{ baseUrl: 'https://github.com/company' }, 'baseUrl: is the web site of GitHub, not its API'],
    [{ pth: 'x' }, ": unknown key 'pth' (known keys: repo, path, branch, ref, version, auth, token, baseUrl)"],
    [{ allowHosts: ['127.0.0.1'] }, ": unknown key 'allowHosts'"],
  ])('is refused with the fix: %j', (invalid, fault) => {
    const faults = listFaults({ ...valid, ...invalid });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it('reports every mistake', () => {
    expect(listFaults({ repo: 'x', path: '/y', branch: ' ' })).toHaveLength(3);
    expect(listFaults(null)).toHaveLength(1);
  });
});

it('a token of the options that is undefined is refused, a missing one is not', () => {
  expect(() => github({ token: undefined })).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('token is undefined') }),
  );
  expect(() => github({ auth: undefined, baseUrl: undefined })).not.toThrow();
});

it('invalid options are refused, each by name', () => {
  const options = { allowHosts: 'all', octokit: { request() {} }, tokn: 'x' };
  expect(() => github(options as never)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', issues: expect.objectContaining({ length: 3 }) }),
  );
});
