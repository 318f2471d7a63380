import { randomBytes } from 'node:crypto';
import { testProvider } from '@prompts/provider-testkit';
import type { ConfluenceConfig } from './config.ts';
import { confluence } from './confluence.ts';
import { adfCode, storageCode } from './test-support/documents.ts';
import { startFakeConfluence } from './test-support/fake-confluence.ts';
import { signDelivery } from './test-support/sign-delivery.ts';

for (const deployment of ['cloud', 'data-center'] as const) {
  const toBody = deployment === 'cloud' ? adfCode : storageCode;
  testProvider({
    name: `confluence (${deployment})`,
    async create() {
      const fake = await startFakeConfluence({ deployment, context: deployment === 'cloud' ? '' : '/confluence' });
      const wrongToken = randomBytes(24).toString('hex');
      const secret = randomBytes(16).toString('hex');
      const ids = new Map<string, string>();
      const pageIdOf = (id: string) => {
        const known = ids.get(id) ?? String(1000 + ids.size);
        ids.set(id, known);
        return known;
      };
      const config = (id: string): ConfluenceConfig => ({
        pageId: pageIdOf(id),
        spaceKey: 'AI',
        extract: 'code',
        ...fake.access,
      });
      const write = (id: string, content: string | Uint8Array) =>
        void fake.write(pageIdOf(id), {
          title: id,
          body: toBody(typeof content === 'string' ? content : new TextDecoder().decode(content)),
        });
      const change = (changed: readonly string[]) => {
        const [id = ''] = changed;
        write(id, randomBytes(8).toString('hex'));
        const page = { id: Number(pageIdOf(id)), spaceKey: 'AI', title: id };
        return { event: 'page_updated', timestamp: Date.now(), userKey: 'ada', page };
      };
      return {
        provider: confluence({ allowHosts: ['127.0.0.1'] }),
        config,
        write,
        remove: (id) => void fake.write(pageIdOf(id), { status: 'trashed' }),
        collection: () => ({ spaceKey: 'AI', extract: 'code', ...fake.access }),
        fail: (fault) => fake.server.fail(fault),
        calls: () => fake.server.requests.length,
        downloads: () => fake.downloads(),
        connections: () => fake.server.connections,
        secrets: [fake.token, wrongToken, secret],
        wrongCredentials: (id) => ({ ...config(id), auth: { ...fake.access.auth, token: wrongToken } }),
        webhook: {
          secret,
          deliver: (changed) => signDelivery(change(changed), secret),
          forge: (changed) => signDelivery(change(changed), randomBytes(16).toString('hex')),
        },
        close: () => fake.close(),
      };
    },
  });
}
