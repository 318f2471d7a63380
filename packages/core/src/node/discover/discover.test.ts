import { symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type AppWithPackages,
  acmeManifest,
  createEntries,
  createModule,
  type InstalledPackage,
  makeAppWithPackages,
} from '../../test-support/app-with-packages.ts';

let app: AppWithPackages;
beforeEach(async () => {
  app = await makeAppWithPackages();
});
afterEach(() => app[Symbol.asyncDispose]());

describe('an installed package', () => {
  it('of ours is used without configuration, and receives its options', async () => {
    await app.install({ '@prompts/provider-acme': {}, unrelated: { raw: '{}' } });
    expect(await app.loadText()).toBe('@prompts/provider-acme {}');
    expect(await app.loadText({ providerOptions: { acme: { a: 1 } } })).toBe('@prompts/provider-acme {"a":1}');
  });

  it('of another publisher is used if discover.allow contains its name or a matching pattern', async () => {
    await app.install({ 'acme-prompts-x': {} });
    for (const pattern of ['acme-prompts-x', 'acme-prompts-*', '*-x', 'acme*x', '*']) {
      expect(await app.loadText({ discover: { allow: [pattern] } })).toBe('acme-prompts-x {}');
    }
    for (const allow of [[], ['acme'], ['acme-prompts-'], ['*-y'], ['acme-prompts-x*x'], ['@acme/*']]) {
      const { code, message } = await app.captureError({ discover: { allow } });
      expect(code).toBe('PROVIDER_MISSING');
      expect(message).toContain("allow it with discover: { allow: ['acme-prompts-x'] }");
    }
  });

  it('with a scope does not match a pattern without a slash', async () => {
    await app.install({ '@acme/prompts': {} });
    expect((await app.captureError({ discover: { allow: ['*'] } })).code).toBe('PROVIDER_MISSING');
    expect(await app.loadText({ discover: { allow: ['@acme/*'] } })).toBe('@acme/prompts {}');
  });

  it('is found in a parent folder, as a link, and from a root deep inside the app', async () => {
    await app.install({ '@prompts/provider-acme': undefined });
    const json = { name: '@prompts/provider-acme', type: 'module', exports: './index.js', prompts: acmeManifest };
    await app.write('store/acme/package.json', json);
    await app.write('store/acme/index.js', createModule('linked'));
    await app.write('node_modules/@prompts/x', '');
    await symlink(app.at('store/acme'), app.at('node_modules/@prompts/provider-acme'));
    await app.write('src/prompts/a.md', '');
    expect(await app.loadText({ root: app.at('src/prompts') })).toBe('linked {}');
    await app.write('packages/web/package.json', { dependencies: { '@prompts/provider-acme': '*' } });
    expect(await app.loadText({ root: app.at('packages/web') })).toBe('linked {}');
  });

  it('is not imported if no entry uses it', async () => {
    await app.install({
      '@prompts/provider-unused': { prompts: { apiVersion: 1, providers: { unused: './index.js' } } },
    });
    await app.loadText({}, { it: 'a text' });
    expect((await app.captureError()).code).toBe('PROVIDER_MISSING');
    expect(Reflect.get(globalThis, 'importedProviders')).not.toContain('@prompts/provider-unused');
  });

  it('is ignored if its provider is passed explicitly, and with discover: false', async () => {
    await app.install({ '@prompts/provider-acme': { module: 'throw new Error("imported")' } });
    const explicit = { name: 'acme', load: async () => ({ content: 'explicit' }) };
    expect(await app.loadText({ providers: [explicit] })).toBe('explicit');
    const { code, message } = await app.captureError({ discover: false });
    expect(code).toBe('PROVIDER_MISSING');
    expect(message).toContain('Install the package that provides it');
  });
});

describe('the error says what to do about', () => {
  it('two packages that provide the same name', async () => {
    await app.install({ '@prompts/provider-acme': {}, '@prompts/provider-other': {} });
    const { code, message } = await app.captureError();
    expect(code).toBe('PROVIDER_CONFLICT');
    expect(message).toContain("'@prompts/provider-other' and '@prompts/provider-acme' both provide 'acme'");
    const explicit = { name: 'acme', load: async () => ({ content: 'explicit' }) };
    expect(await app.loadText({ providers: [explicit] }, { ...createEntries(), x: 'y' })).toBe('explicit');
  });

  it.each<[string, InstalledPackage, string]>([
    [
      'a path that leaves its package',
      { prompts: { apiVersion: 1, providers: { acme: './../../../evil.js' } } },
      'not a file inside',
    ],
    ['a path without ./', { prompts: { apiVersion: 1, providers: { acme: '/etc/passwd' } } }, 'must start with ./'],
    [
      'a file that does not exist',
      { prompts: { apiVersion: 1, providers: { acme: './gone.js' } } },
      'not a file inside',
    ],
    ['an unsupported apiVersion', { prompts: { ...acmeManifest, apiVersion: 2 } }, 'prompts.apiVersion: must be 1'],
    ['a missing apiVersion', { prompts: { providers: {} } }, 'prompts.apiVersion: must be 1'],
    ['a manifest that is not an object', { prompts: 'yes' }, 'prompts'],
    ['a malformed package.json', { raw: '{ "name": ' }, "can't be read, or is not valid JSON"],
    ['a package.json that is not an object', { raw: '5' }, 'is not a JSON object'],
    ['a module that throws', { module: 'throw new Error("broken inside")' }, 'broken inside'],
    ['a module with a syntax error', { module: 'export default {' }, "can't be imported"],
    [
      'a module without a default export',
      { module: 'export const acme = () => {};' },
      'no provider factory as its default export',
    ],
    [
      'a default export that is not a function',
      { module: 'export default { name: "acme" };' },
      'no provider factory as its',
    ],
    ['a factory that returns nothing', { module: 'export default () => {};' }, 'it needs name and load'],
  ])('%s', async (_, given, message) => {
    await app.write('evil.js', createModule('evil'));
    await app.install({ '@prompts/provider-acme': given });
    const error = await app.captureError();
    expect(error.code).toMatch(/^(CONFIG_INVALID|PROVIDER_MISSING)$/);
    expect(error.message).toContain(message);
  });

  it('a path that leaves its package through a symbolic link', async () => {
    await app.write('evil.js', createModule('evil'));
    await app.install({ '@prompts/provider-acme': { prompts: { apiVersion: 1, providers: { acme: './link.js' } } } });
    await symlink(app.at('evil.js'), app.at('node_modules/@prompts/provider-acme/link.js'));
    expect((await app.captureError()).message).toContain('not a file inside');
  });

  it('a package that is declared but not installed, unless it is optional or not trusted', async () => {
    await app.install({ '@prompts/provider-acme': undefined });
    const { code, message } = await app.captureError();
    expect(code).toBe('PROVIDER_MISSING');
    expect(message).toContain("'@prompts/provider-acme' is declared in");
    expect(message).not.toContain('Install the package');
    expect(message).toMatch(/In a bundle.* import '@prompts\/provider-acme\/register'.*outputFileTracingIncludes/);
    await app.install({ '@prompts/provider-acme': undefined }, ['@prompts/provider-acme']);
    expect((await app.captureError()).message).not.toContain('not installed');
    await app.install({ 'acme-prompts': undefined });
    expect((await app.captureError()).message).not.toContain('not installed');
    expect((await app.captureError({ discover: { allow: ['acme-*'] } })).message).toContain('not installed');
  });

  it('nothing about packages that no entry uses, but a warning', async () => {
    const other = { apiVersion: 1, providers: { other: './index.js' } };
    await app.install({
      '@prompts/provider-acme': {},
      '@prompts/provider-gone': undefined,
      '@prompts/provider-new': { prompts: { apiVersion: 2, providers: { new: './index.js' } } },
      '@prompts/provider-broken': { raw: '{' },
      '@prompts/provider-one': { prompts: other },
      '@prompts/provider-two': { prompts: other },
    });
    const logger = { debug() {}, info() {}, warn: vi.fn(), error() {} };
    expect(await app.loadText({ logger })).toBe('@prompts/provider-acme {}');
    const warnings = logger.warn.mock.calls.flat().join('\n');
    expect(warnings).toMatch(/provider-new.*must be 1/);
    expect(warnings).toMatch(/provider-broken.*not valid JSON/);
    expect(warnings).toMatch(/both provide 'other'/);
    expect(logger.warn).toHaveBeenCalledTimes(3);
    for (const [name, message] of [
      ['new', 'must be 1'],
      ['other', 'both provide'],
      ['gone', 'not installed'],
    ])
      expect((await app.captureError({ logger }, createEntries(name))).message).toContain(message);
  });

  it('a malformed package.json of the app', async () => {
    await app.write('package.json', '{');
    expect((await app.captureError()).message).toContain("can't be read, or is not valid JSON");
    await app.write('package.json', { dependencies: 'none' });
    expect((await app.captureError()).code).toBe('PROVIDER_MISSING');
  });

  it('a root without a package.json in it or above', async (context) => {
    const { message, code } = await app.captureError();
    if (!message.includes('No package.json'))
      return context.skip('a parent of the temporary folder has a package.json');
    expect(code).toBe('PROVIDER_MISSING');
    expect(message).toContain(app.path);
    expect(message).toMatch(/set root .*Install the package that provides it/);
  });

  it('a provider that no dependency provides: which package.json was read, root, and how to install it', async () => {
    await app.install({});
    const own = await app.captureError({}, createEntries('github'));
    expect(own.code).toBe('PROVIDER_MISSING');
    expect(own.message).toContain(app.at('package.json'));
    expect(own.message).toMatch(/set root if .*Run npm install @prompts\/provider-github, or pass/);
    expect(own.message).toMatch(
      /In a bundle.* import '@prompts\/provider-github\/register'.*outputFileTracingIncludes/,
    );
    const foreign = await app.captureError({}, createEntries('wiki'));
    expect(foreign.message).toContain(app.at('package.json'));
    expect(foreign.message).not.toContain('npm install');
    expect(foreign.message).toContain('its /register module');
  });

  it('a mistake in a package.json, without suggesting to install what the package may provide', async () => {
    const broken = { '@prompts/provider-github': { raw: '{' } };
    await app.install(broken);
    const { message, issues } = await app.captureError({}, createEntries('github'));
    expect(issues).toHaveLength(2);
    expect(message).not.toContain('npm install');
    expect(message).toMatch(/Fix .*provider-github\/package\.json first/);
    await app.install({ '@prompts/provider-github': undefined });
    await app.write('package.json', '{');
    expect((await app.captureError({}, createEntries('http'))).message).not.toContain('npm install');
  });

  it('a misspelled name', async () => {
    await app.install({});
    expect((await app.captureError({}, createEntries('gihub'))).message).toContain("Did you mean 'github'?");
  });
});
