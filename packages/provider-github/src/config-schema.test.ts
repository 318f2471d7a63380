import { describe, expect, it } from 'vitest';
import { configSchema, type ParsedConfig } from './config-schema.ts';
import { github } from './github.ts';

function faultsOf(config: unknown): string[] {
  const { error } = configSchema.safeParse(config);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

const right = { repo: 'company/ai-prompts', path: 'prompts/review.md' };

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
    { auth: { token: () => 'asked' } },
    { auth: { appId: 7, privateKey: 'pem', installationId: '9' } },
    { baseUrl: 'github.corp.example/api/v3' },
  ])('is right with %j', (more) => {
    expect(faultsOf({ ...right, ...more })).toEqual([]);
  });

  it.each([
    [{ repo: 'ai-prompts' }, "repo: must be 'owner/name'"],
    [{ repo: 'https://github.com/company/ai-prompts' }, "repo: must be 'owner/name'"],
    [{ repo: 'company/..' }, "repo: must be 'owner/name'"],
    [{ repo: '../user' }, "repo: must be 'owner/name'"],
    [{ auth: { appId: 1, privateKey: 'pem', installationId: 'abc' } }, 'auth.installationId: must be the number'],
    [{ repo: '' }, "repo: must be 'owner/name'"],
    [{ path: '' }, 'path: is empty'],
    [{ path: '/prompts/review.md' }, 'path: must start at the root of the repository, without a leading slash'],
    [{ path: 'prompts\\review.md' }, 'path: must start at the root'],
    [{ path: 'prompts/../secrets.md' }, "path: must not hold '.' or '..'"],
    [{ path: './review.md' }, "path: must not hold '.' or '..'"],
    [{ path: 'a\0b' }, 'path: must start'],
    [{ branch: 'a..b' }, 'branch: is no name of a branch'],
    [{ branch: 'a b' }, 'branch: is no name of a branch'],
    [{ branch: '' }, 'branch: is no name of a branch'],
    [{ ref: '../../user' }, 'ref: is no name of a branch'],
    [{ branch: 'main', ref: 'v1' }, 'ref: is given beside branch'],
    [{ auth: { token: '' } }, 'auth: must be { token } or { appId, privateKey, installationId }'],
    [{ auth: { token: undefined } }, 'auth: must be { token }'],
    [{ auth: { appId: 7 } }, 'auth: must be { token }'],
    [{ baseUrl: 'https://user:pass@host' }, 'baseUrl: baseUrl contains credentials'],
    [{ baseUrl: 'http://[' }, 'baseUrl: baseUrl is malformed'],
    [{ baseUrl: 'https://github.com/company' }, 'baseUrl: is where people read: leave it out'],
    [{ pth: 'x' }, ": unknown key 'pth' (known keys: repo, path, branch, ref, version, auth, token, baseUrl)"],
    [{ allowHosts: ['127.0.0.1'] }, ": unknown key 'allowHosts'"],
  ])('is refused with the mend: %j', (wrong, fault) => {
    const faults = faultsOf({ ...right, ...wrong });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it('tells every mistake at once', () => {
    expect(faultsOf({ repo: 'x', path: '/y', branch: ' ' })).toHaveLength(3);
    expect(faultsOf(null)).toHaveLength(1);
  });
});

it('refuses wrong options, naming each', () => {
  const options = { allowHosts: 'all', octokit: { request() {} }, tokn: 'x' };
  expect(() => github(options as never)).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', issues: expect.objectContaining({ length: 3 }) }),
  );
});
