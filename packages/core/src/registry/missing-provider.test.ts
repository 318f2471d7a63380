import { expect, it } from 'vitest';
import { createPrompts, type PromptProvider } from '../node/index.ts';

const provider = (name: string): PromptProvider => ({ name, load: async () => ({ content: '' }) });

async function captureMessage(name: string, options: object = {}): Promise<string> {
  const systemPrompts = { it: { provider: name, config: {} } };
  return createPrompts({ systemPrompts, ...options }).then(
    () => 'none',
    ({ message }) => message,
  );
}

it.each([
  ['gihub', 'github'],
  ['githubb', 'github'],
  ['gitbub', 'github'],
  ['GitHub', 'github'],
  ['git-hub', 'github'],
  ['notionn', 'notion'],
  ['httpp', 'http'],
  ['conflunece', 'confluence'],
  ['DB', 'db'],
])("suggests the name that '%s' misspells", async (name, suggestion) => {
  expect(await captureMessage(name)).toContain(`Did you mean '${suggestion}'?`);
});

it.each(['gitlab', 'gitea', 'gist', 'bitbucket', 'gdrive', 'kdb', 'dbs', 's3', 'ftp', 'graph'])(
  "does not take '%s' for a misspelling: it is the name of something else",
  async (name) => {
    for (const options of [{}, { discover: false }]) {
      const message = await captureMessage(name, options);
      expect(message).not.toContain('Did you mean');
      expect(message).toContain('Install the package that provides it');
    }
  },
);

it('suggests only what is passed or registered if discovery is turned off', async () => {
  expect(await captureMessage('gihub', { discover: false })).not.toContain('Did you mean');
  const providers = [provider('acme-wiki')];
  expect(await captureMessage('acme-wikki', { discover: false, providers })).toContain("Did you mean 'acme-wiki'?");
});
