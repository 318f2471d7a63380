import { randomBytes } from 'node:crypto';
import { testProvider } from '@prompts/provider-testkit';
import type { ParsedConfig } from './config-schema.ts';
import { github } from './github.ts';
import { createPushPayload } from './test-support/create-push-payload.ts';
import { startFakeGitHub } from './test-support/fake-github.ts';
import { signDelivery } from './test-support/sign-delivery.ts';

testProvider<ParsedConfig>({
  name: 'github',
  async create() {
    const fake = await startFakeGitHub();
    const repository = fake.repository('company/ai-prompts', { private: true });
    repository.commit({ 'README.md': 'Prompts.\n' });
    const token = fake.token({ repositories: [repository] });
    const wrongToken = randomBytes(20).toString('hex');
    const secret = randomBytes(16).toString('hex');
    const pathOf = (id: string) => `prompts/${id}.md`;
    const config = (id: string): ParsedConfig => ({
      repo: 'company/ai-prompts',
      path: pathOf(id),
      baseUrl: fake.url,
      auth: { token },
    });
    const push = (ids: readonly string[]) => {
      const before = repository.find('HEAD')?.sha as string;
      const after = repository.commit(
        Object.fromEntries(ids.map((id) => [pathOf(id), randomBytes(8).toString('hex')])),
      );
      return createPushPayload(repository, before, after);
    };
    return {
      provider: github({ allowHosts: ['127.0.0.1'] }),
      config,
      write: (id, content) => void repository.commit({ [pathOf(id)]: content }),
      remove: (id) => void repository.commit({ [pathOf(id)]: null }),
      collection: () => ({ ...config(''), path: 'prompts/*.md' }),
      fail: (fault) => fake.fail(fault),
      calls: () => fake.requests.length,
      downloads: () =>
        fake.requests.filter(
          ({ request: { path, status } }) => status === 200 && /contents|blobs|tarball|archive/.test(path),
        ).length,
      connections: () => fake.connections,
      secrets: [token, wrongToken, secret],
      wrongCredentials: (id) => ({ ...config(id), auth: { token: wrongToken } }),
      webhook: {
        secret,
        deliver: (ids) => signDelivery(push(ids), secret),
        forge: (ids) => signDelivery(push(ids), randomBytes(16).toString('hex')),
      },
      close: () => fake.close(),
    };
  },
});
