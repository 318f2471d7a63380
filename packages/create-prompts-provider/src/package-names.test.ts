import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ownProviders, parsePackageNames } from './package-names.ts';

describe('a name', () => {
  it.each([
    ['acme', 'acme', 'prompts-provider-acme', 'prompts-provider-acme'],
    ['share-point-2', 'share-point-2', 'prompts-provider-share-point-2', 'prompts-provider-share-point-2'],
    ['@acme/wiki', 'wiki', '@acme/prompts-provider-wiki', 'prompts-provider-wiki'],
    ['@acme.io/wiki', 'wiki', '@acme.io/prompts-provider-wiki', 'prompts-provider-wiki'],
    ['prompts-provider-acme', 'acme', 'prompts-provider-acme', 'prompts-provider-acme'],
    ['acme-prompts-wiki', 'wiki', 'acme-prompts-wiki', 'acme-prompts-wiki'],
    ['acme-prompts-provider-wiki', 'wiki', 'acme-prompts-provider-wiki', 'acme-prompts-provider-wiki'],
    ['@acme/prompts-wiki', 'wiki', '@acme/prompts-wiki', 'prompts-wiki'],
    ['prompts', 'prompts', 'prompts-provider-prompts', 'prompts-provider-prompts'],
  ])('%s is the provider %s of the package %s in the folder %s', (given, provider, packageName, folder) => {
    expect(parsePackageNames(given)).toEqual({ provider, packageName, folder });
  });

  it.each([
    ['', /lower-case letters/],
    ['SharePoint', /lower-case letters.*, as in share-point\.$/],
    ['my_wiki', /as in my-wiki\.$/],
    ['Ünïcode', /lower-case letters/],
    ['7up', /start with a letter, as in up\.$/],
    ['acme-', /single hyphens/],
    ['a--b', /as in a-b\.$/],
    ['.hidden', /as in hidden\.$/],
    ['acme prompts', /as in acme-prompts\.$/],
    ['prompts-', /lower-case letters/],
    ['node_modules', /as in node-modules\.$/],
    ['../acme', /not a valid name/],
    ['/etc/acme', /not a valid name/],
    ['@acme', /lower-case letters/],
    ['@acme/', /lower-case letters/],
    ['@Acme/wiki', /not a valid name/],
    ['acme/wiki', /not a valid name/],
    ['@acme/wiki/x', /not a valid name/],
    ['@prompts/wiki', /scope @prompts is not yours/],
    ['github', /the provider of @prompts\/provider-github: install that package, or .* my-github/],
    ['@acme/github', /my-github/],
    ['acme-prompts-http', /my-http/],
    ['prompts-provider-db', /my-db/],
    ['class', /'class' can't be the name of the provider's function/],
    ['await', /my-await/],
    ['yield', /my-yield/],
    ['let', /my-let/],
    ['fetch', /my-fetch/],
    ['undefined', /my-undefined/],
    ['to-string', /'toString'.* my-to-string/],
    ['then', /my-then/],
    ['prompts-7up', /'7up'/],
    ['a'.repeat(198), /has 215 characters, and npm allows 214/],
  ])('%j is refused, with what to do', (given, message) => {
    expect(() => parsePackageNames(given)).toThrow(message);
  });

  it('may be as long as npm allows', () => {
    expect(parsePackageNames('a'.repeat(197)).packageName).toHaveLength(214);
  });
});

it('knows all providers of this repository', async () => {
  const packages = new URL('../../', import.meta.url);
  const found: Record<string, string> = { content: '@prompts/core', file: '@prompts/core' };
  for (const folder of await readdir(packages)) {
    const { name, prompts } = JSON.parse(await readFile(new URL(`${folder}/package.json`, packages), 'utf8'));
    for (const provider of Object.keys(prompts?.providers ?? {})) found[provider] = name;
  }
  expect(ownProviders).toEqual(found);
});
