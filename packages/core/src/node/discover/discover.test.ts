import { symlink } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Folder, makeFolder } from '../../test-support/folder.ts';
import { createPrompts, PromptError } from '../index.ts';

let app: Folder;
beforeEach(async () => {
  app = await makeFolder();
});
afterEach(() => app[Symbol.asyncDispose]());

const entry = (provider = 'acme') => ({ it: { provider, config: {} } });

/** A module whose provider gives its options and the text of `from`, and notes that it was imported. */
const moduleOf = (from: string) => `
  globalThis.importedProviders = [...(globalThis.importedProviders ?? []), '${from}'];
  export default (options) => ({ name: 'acme', load: async () => ({ content: '${from} ' + JSON.stringify(options ?? {}) }) });
`;

interface Package {
  readonly prompts?: unknown;
  readonly module?: string;
  readonly raw?: string;
}

const acme = { apiVersion: 1, providers: { acme: './index.js' } };

/** Writes the app's package.json and its node_modules. */
async function install(packages: Record<string, Package | undefined>, optional: readonly string[] = []) {
  const dependencies = Object.fromEntries(
    Object.keys(packages)
      .filter((name) => !optional.includes(name))
      .map((name) => [name, '*']),
  );
  await app.write('package.json', {
    name: 'app',
    dependencies,
    optionalDependencies: Object.fromEntries(optional.map((name) => [name, '*'])),
  });
  for (const [name, given] of Object.entries(packages)) {
    if (given === undefined) continue;
    const { prompts = acme, module = moduleOf(name), raw } = given;
    const json = { name, version: '1.2.3', type: 'module', exports: './index.js', prompts };
    await app.write(`node_modules/${name}/package.json`, raw ?? json);
    await app.write(`node_modules/${name}/index.js`, module);
  }
}

async function textOf(options: object = {}, systemPrompts: object = entry()): Promise<string> {
  await using prompts = await createPrompts({ systemPrompts, root: app.path, ...options } as never);
  return (await prompts.get('it' as never)).content;
}

async function refusal(options: object = {}, systemPrompts: object = entry()) {
  const error = await textOf(options, systemPrompts).catch((thrown: unknown) => thrown);
  if (!PromptError.isInstance(error)) throw new Error(`no PromptError: ${error}`);
  return error;
}

describe('an installed package', () => {
  it('of ours provides by being there, and is given its options', async () => {
    await install({ '@prompts/provider-acme': {}, unrelated: { raw: '{}' } });
    expect(await textOf()).toBe('@prompts/provider-acme {}');
    expect(await textOf({ providerOptions: { acme: { a: 1 } } })).toBe('@prompts/provider-acme {"a":1}');
  });

  it('of others provides when allowed, by name or by pattern', async () => {
    await install({ 'acme-prompts-x': {} });
    for (const pattern of ['acme-prompts-x', 'acme-prompts-*', '*-x', 'acme*x', '*']) {
      expect(await textOf({ discover: { allow: [pattern] } })).toBe('acme-prompts-x {}');
    }
    for (const allow of [[], ['acme'], ['acme-prompts-'], ['*-y'], ['acme-prompts-x*x'], ['@acme/*']]) {
      const { code, message } = await refusal({ discover: { allow } });
      expect(code).toBe('PROVIDER_MISSING');
      expect(message).toContain("allow it by discover: { allow: ['acme-prompts-x'] }");
    }
  });

  it('in a scope is not allowed by a pattern without a slash', async () => {
    await install({ '@acme/prompts': {} });
    expect((await refusal({ discover: { allow: ['*'] } })).code).toBe('PROVIDER_MISSING');
    expect(await textOf({ discover: { allow: ['@acme/*'] } })).toBe('@acme/prompts {}');
  });

  it('is found in a folder above, as a link, and from a root deep inside the app', async () => {
    await install({ '@prompts/provider-acme': undefined });
    const json = { name: '@prompts/provider-acme', type: 'module', exports: './index.js', prompts: acme };
    await app.write('store/acme/package.json', json);
    await app.write('store/acme/index.js', moduleOf('linked'));
    await app.write('node_modules/@prompts/x', '');
    await symlink(app.at('store/acme'), app.at('node_modules/@prompts/provider-acme'));
    await app.write('src/prompts/a.md', '');
    expect(await textOf({ root: app.at('src/prompts') })).toBe('linked {}');
    await app.write('packages/web/package.json', { dependencies: { '@prompts/provider-acme': '*' } });
    expect(await textOf({ root: app.at('packages/web') })).toBe('linked {}');
  });

  it('is not imported when no entry uses it', async () => {
    await install({ '@prompts/provider-unused': { prompts: { apiVersion: 1, providers: { unused: './index.js' } } } });
    await textOf({}, { it: 'a text' });
    expect((await refusal()).code).toBe('PROVIDER_MISSING');
    expect(Reflect.get(globalThis, 'importedProviders')).not.toContain('@prompts/provider-unused');
  });

  it('yields to a provider given by hand, and is not looked for with discover: false', async () => {
    await install({ '@prompts/provider-acme': { module: 'throw new Error("imported")' } });
    const byHand = { name: 'acme', load: async () => ({ content: 'by hand' }) };
    expect(await textOf({ providers: [byHand] })).toBe('by hand');
    const { code, message } = await refusal({ discover: false });
    expect(code).toBe('PROVIDER_MISSING');
    expect(message).toContain('npm install @prompts/provider-acme');
  });
});

describe('is an error that says what to do', () => {
  const acmeHere = (packageName: string, given: Package) => install({ [packageName]: given });

  it('a name that two packages claim, naming both', async () => {
    await install({ '@prompts/provider-acme': {}, '@prompts/provider-other': {} });
    const { code, message } = await refusal();
    expect(code).toBe('PROVIDER_CONFLICT');
    expect(message).toContain("'@prompts/provider-other' and '@prompts/provider-acme' both provide 'acme'");
    const byHand = { name: 'acme', load: async () => ({ content: 'by hand' }) };
    expect(await textOf({ providers: [byHand] }, { ...entry(), x: 'y' })).toBe('by hand');
  });

  it.each<[string, Package, string]>([
    [
      'a path that leaves its package',
      { prompts: { apiVersion: 1, providers: { acme: './../../../evil.js' } } },
      'not a file inside',
    ],
    ['a path without ./', { prompts: { apiVersion: 1, providers: { acme: '/etc/passwd' } } }, 'must start with ./'],
    ['a file that is not there', { prompts: { apiVersion: 1, providers: { acme: './gone.js' } } }, 'not a file inside'],
    ['an apiVersion of the future', { prompts: { ...acme, apiVersion: 2 } }, 'apiVersion must be 1'],
    ['no apiVersion', { prompts: { providers: {} } }, 'apiVersion must be 1'],
    ['a manifest that is none', { prompts: 'yes' }, 'prompts'],
    ['a malformed package.json', { raw: '{ "name": ' }, 'no valid JSON'],
    ['a package.json that is no object', { raw: '5' }, 'no JSON object'],
    ['a module that throws', { module: 'throw new Error("broken inside")' }, 'broken inside'],
    ['a module that does not parse', { module: 'export default {' }, "can't be loaded"],
    ['a module without default export', { module: 'export const acme = () => {};' }, 'no factory as default export'],
    ['a default export that is no factory', { module: 'export default { name: "acme" };' }, 'no factory'],
    ['a factory of nothing', { module: 'export default () => {};' }, 'it needs name and load'],
  ])('%s', async (_, given, message) => {
    await app.write('evil.js', moduleOf('evil'));
    await acmeHere('@prompts/provider-acme', given);
    const error = await refusal();
    expect(error.code).toMatch(/^CONFIG_INVALID|PROVIDER_MISSING$/);
    expect(error.message).toContain(message);
  });

  it('a path that leaves its package by a symbolic link', async () => {
    await app.write('evil.js', moduleOf('evil'));
    await acmeHere('@prompts/provider-acme', { prompts: { apiVersion: 1, providers: { acme: './link.js' } } });
    await symlink(app.at('evil.js'), app.at('node_modules/@prompts/provider-acme/link.js'));
    expect((await refusal()).message).toContain('not a file inside');
  });

  it('a package that is declared and not installed, unless it is optional or nobody trusts it', async () => {
    await install({ '@prompts/provider-gone': undefined, '@prompts/provider-acme': {} });
    expect((await refusal()).message).toContain('declared but not installed');
    await install({ '@prompts/provider-gone': undefined, '@prompts/provider-acme': {} }, ['@prompts/provider-gone']);
    expect(await textOf()).toBe('@prompts/provider-acme {}');
    await install({ 'gone-prompts': undefined, '@prompts/provider-acme': {} });
    expect(await textOf()).toBe('@prompts/provider-acme {}');
    expect((await refusal({ discover: { allow: ['gone-*'] } })).message).toContain('declared but not installed');
  });

  it('a malformed package.json of the app', async () => {
    await app.write('package.json', '{');
    expect((await refusal()).message).toContain('no valid JSON');
    await app.write('package.json', { dependencies: 'none' });
    expect((await refusal()).code).toBe('PROVIDER_MISSING');
  });

  it('no package.json from the root upwards', async (context) => {
    const { message, code } = await refusal();
    if (!message.includes('No package.json'))
      return context.skip('a folder above the temporary one has a package.json');
    expect(code).toBe('PROVIDER_MISSING');
    expect(message).toContain(app.path);
  });

  it('a slip in the name', async () => {
    await install({});
    expect((await refusal({}, entry('gihub'))).message).toContain("Did you mean 'github'?");
  });
});
