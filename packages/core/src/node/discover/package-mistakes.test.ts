import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AppWithPackages,
  acmeManifest,
  createEntries,
  type InstalledPackage,
  makeAppWithPackages,
} from '../../test-support/app-with-packages.ts';
import { discoverProviders } from './discover.ts';

const name = 'acme-prompts';
const options = { discover: { allow: ['acme-*'] } };

let app: AppWithPackages;
beforeEach(async () => {
  app = await makeAppWithPackages();
});
afterEach(() => app[Symbol.asyncDispose]());

async function captureMessage(given: InstalledPackage): Promise<string> {
  await app.install({ [name]: given });
  const { code, message } = await app.captureError(options);
  expect(code).toBe('CONFIG_INVALID');
  return message;
}

const load = 'load: async () => ({ content: "a text" })';
const commonJs = { type: 'commonjs' };

describe('the module of a package', () => {
  it.each<[string, string]>([
    ['the factory', `module.exports = () => ({ name: 'acme', ${load} });`],
    [
      'an ES module that was compiled',
      `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = () => ({ name: 'acme', ${load} });`,
    ],
    ['an object with a default', `exports.default = () => ({ name: 'acme', ${load} });`],
  ])('may be CommonJS that exports %s', async (_, module) => {
    await app.install({ [name]: { fields: commonJs, module } });
    expect(await app.loadText(options)).toBe('a text');
  });

  it.each<[string, InstalledPackage, string]>([
    ['no export', { module: '' }, 'its module exports nothing'],
    ['a named export only', { module: 'export const acme = () => ({});' }, 'its module exports acme'],
    ['a provider instead of a factory', { module: `export default { name: 'acme', ${load} };` }, 'that is an object'],
    ['CommonJS with a named export', { fields: commonJs, module: 'exports.acme = () => ({});' }, 'that is an object'],
  ])('with %s is reported with its path', async (_, given, fault) => {
    const message = await captureMessage(given);
    expect(message).toContain(`'${name}' (${app.at(`node_modules/${name}/index.js`)})`);
    expect(message).toContain('no provider factory as its default export');
    expect(message).toContain(fault);
    expect(message).toContain('export default');
  });
});

describe('the factory of a package', () => {
  it.each<[string, string, RegExp]>([
    ['is a class', `export default class { name = 'acme'; ${load.replace(':', ' =')}; }`, /is a class.*a function/],
    [
      'is asynchronous',
      `export default async () => ({ name: 'acme', ${load} });`,
      /is a promise.*make the factory synchronous/,
    ],
    ['returns nothing', 'export default () => {};', /is not a provider: it needs name and load/],
    ['returns a function', 'export default () => () => {};', /is a factory, not a provider/],
    ['returns a provider without load', "export default () => ({ name: 'acme' });", /it needs name and load/],
    [
      'returns a provider of another name',
      `export default () => ({ name: 'wiki', ${load} });`,
      /named 'wiki'.*package\.json declares 'acme'/,
    ],
    [
      'returns a provider with a wrong method',
      `export default () => ({ name: 'acme', ${load}, list: [] });`,
      /list must be a function/,
    ],
  ])('is reported with its package and its path if it %s', async (_, module, fault) => {
    const message = await captureMessage({ module });
    expect(message).toContain('providers.acme: ');
    expect(message).toContain(`'${name}' (${app.at(`node_modules/${name}/index.js`)})`);
    expect(message).toMatch(fault);
  });

  it('is called with the name of the manifest, so that one factory can have several', async () => {
    const providers = { acme: './index.js', beta: './index.js' };
    const module = `export default (_, { name }) => ({ name, load: async () => ({ content: name }) });`;
    await app.install({ [name]: { prompts: { apiVersion: 1, providers }, module } });
    expect(await app.loadText(options)).toBe('acme');
    expect(await app.loadText(options, createEntries('beta'))).toBe('beta');
  });

  it('is reported with its package and its path if it throws a plain error', async () => {
    const message = await captureMessage({ module: 'export default ({ url }) => {};' });
    expect(message).toContain(
      `providerOptions.acme: the factory of '${name}' (${app.at(`node_modules/${name}/index.js`)})`,
    );
    expect(message).toContain('failed: Cannot destructure');
  });

  it('may reject its options with an error of its own', async () => {
    const module = `export default () => {
      const error = new Error('url: is missing');
      throw Object.assign(error, { code: 'CONFIG_INVALID', [Symbol.for('@prompts/core/PromptError')]: true });
    };`;
    expect(await captureMessage({ module })).toContain('providerOptions.acme: url: is missing');
  });
});

describe('the package.json of a provider', () => {
  it.each<[string, unknown]>([
    ['a list', ['./index.js']],
    ['a path', './index.js'],
    ['missing', undefined],
    ['a list of names in each provider', { acme: ['./index.js'] }],
  ])('is reported with its path if providers is %s', async (_, providers) => {
    const message = await captureMessage({ prompts: { apiVersion: 1, providers } });
    expect(message).toContain(`${app.at(`node_modules/${name}/package.json`)} → prompts.providers`);
    expect(message).toMatch(/must be (an object of paths by provider name|a path)/);
  });

  it('needs neither a name nor a version', async () => {
    const fields = { name: undefined, version: undefined };
    await app.install({ [name]: { fields } });
    expect(await app.loadText(options)).toBe('acme-prompts {}');
  });

  it.each<[string, unknown, RegExp]>([
    ['a later one', 2, /must be 1, but is 2: update @prompts\/core, or install an older version of 'acme-prompts'/],
    ['an earlier one', 0, /must be 1, but is 0: update 'acme-prompts'/],
    ['a text', '1', /must be 1 \(a number\): /],
    ['missing', undefined, /must be 1 \(a number\): /],
  ])('says what to update if its apiVersion is %s', async (_, apiVersion, fault) => {
    const message = await captureMessage({ prompts: { ...acmeManifest, apiVersion } });
    expect(message).toContain(`${app.at(`node_modules/${name}/package.json`)} → prompts.apiVersion`);
    expect(message).toMatch(fault);
  });

  it.each<[string, RegExp]>([
    [
      './gone.js',
      /'\.\/gone\.js' of provider 'acme' is not .* inside the package 'acme-prompts', because it does not exist: .*"files"/,
    ],
    ['./../../evil.js', /is not a file inside the package 'acme-prompts'/],
    ['index.js', /prompts\.providers\.acme: must start with \.\//],
  ])('says what to do about the path %s', async (path, fault) => {
    await app.write('evil.js', '');
    expect(await captureMessage({ prompts: { apiVersion: 1, providers: { acme: path } } })).toMatch(fault);
  });

  it('with a mistake is a single issue, and a warning if no entry uses its providers', async () => {
    const other = { apiVersion: 2, providers: { other: './index.js' } };
    await app.install({ [name]: {}, 'acme-other': { prompts: other } });
    const logger = { debug() {}, info() {}, warn: vi.fn(), error() {} };
    expect(await app.loadText({ ...options, logger })).toBe('acme-prompts {}');
    expect(logger.warn.mock.calls).toEqual([[expect.stringMatching(/acme-other.*apiVersion: must be 1/)]]);
    const { issues, provider } = await app.captureError({ ...options, logger }, createEntries('other'));
    expect(issues).toHaveLength(1);
    expect(provider).toBe('other');
  });
});

it('a package.json with a mistake is named for each of its providers', async () => {
  const providers = { one: './index.js', two: './index.js' };
  await app.install({ [name]: { prompts: { apiVersion: 2, providers } } });
  const systemPrompts = { first: { provider: 'one', config: {} }, second: { provider: 'two', config: {} } };
  const { issues } = await app.captureError(options, systemPrompts);
  const path = `${app.at(`node_modules/${name}/package.json`)} → prompts.apiVersion`;
  expect(issues?.[1]).toEqual({
    path: 'systemPrompts.second.provider',
    message: expect.stringContaining(`Fix ${path} first`),
  });
});

describe('the peer dependency of a provider on core', () => {
  const peer = (range: string) => ({ [name]: { fields: { peerDependencies: { '@prompts/core': range } } } });
  const discover = async (coreVersion: string, allow = ['acme-*']) =>
    discoverProviders({ root: app.path, allow, explicit: new Set<string>(), coreVersion });

  it('says which of the two to update if it was made for another major version', async () => {
    await app.install(peer('^2.0.0'));
    const path = `${app.at(`node_modules/${name}/package.json`)} → peerDependencies.@prompts/core`;
    const { providers, issues } = await discover('1.4.0');
    expect(providers.size).toBe(0);
    const message = `is ^2.0.0, but 1.4.0 runs: update @prompts/core, or install an older version of '${name}'`;
    expect(issues).toMatchObject([{ path, names: ['acme'], message }]);
    const newer = `is ^2.0.0, but 3.1.0 runs: update '${name}', or install @prompts/core ^2.0.0`;
    expect((await discover('3.1.0')).issues).toMatchObject([{ path, message: newer }]);
    expect([...(await discover('2.9.0')).providers.keys()]).toEqual(['acme']);
  });

  it.each(['workspace:^', '^0.0.0', '*', 'latest'])('never refuses a provider for the range %s', async (range) => {
    await app.install(peer(range));
    expect((await discover('5.0.0')).issues).toEqual([]);
    expect(await app.loadText(options)).toBe('acme-prompts {}');
  });

  it('does not matter to a package that is not allowed', async () => {
    await app.install(peer('^2.0.0'));
    const { issues, notAllowed } = await discover('1.0.0', []);
    expect(issues).toEqual([]);
    expect(notAllowed.get('acme')).toBe(name);
  });
});
