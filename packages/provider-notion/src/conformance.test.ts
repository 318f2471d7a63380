import { randomBytes, randomUUID } from 'node:crypto';
import { testProvider } from '@prompts/provider-testkit';
import type { ParsedConfig } from './config-schema.ts';
import { notion } from './notion.ts';
import { code } from './test-support/fake-blocks.ts';
import { startFakeNotion, textProperty } from './test-support/fake-notion.ts';
import type { FakePage } from './test-support/fake-state.ts';
import { pageEvent, signDelivery } from './test-support/sign-delivery.ts';

for (const route of ['the markdown route', 'the block route', 'a property'] as const) {
  testProvider<ParsedConfig>({
    name: `notion, ${route}`,
    async create() {
      const fake = await startFakeNotion();
      fake.hasMarkdown = route !== 'the block route';
      const token = fake.token();
      const wrongToken = `ntn_${randomBytes(16).toString('hex')}`;
      const secret = randomBytes(16).toString('hex');
      const dataSource = fake.dataSource({ Prompt: 'rich_text' });
      const ids = new Map<string, string>();
      const pageId = (id: string) => ids.get(id) ?? ids.set(id, randomUUID()).get(id) ?? '';
      const content = route === 'a property' ? { property: 'Prompt' } : { extract: 'code' as const };
      const access = { baseUrl: fake.url, token };
      const config = (id: string) => ({ pageId: pageId(id), ...content, ...access });

      function write(id: string, given: string | Uint8Array) {
        const text = typeof given === 'string' ? given : Buffer.from(given).toString('utf8');
        const blocks = text === '' || text.includes('\0') ? [] : [code(text)];
        const page: FakePage =
          fake.pages.get(pageId(id)) ?? fake.page([], { id: pageId(id), title: id, dataSourceId: dataSource.id });
        page.properties = { Prompt: textProperty(text.includes('\0') ? '' : text) };
        fake.edit(page, blocks);
      }
      const deliver = (changed: readonly string[], with_: string) => {
        const [first = ''] = changed;
        const event = pageEvent(pageId(first));
        const updated = changed.map((id) => ({ id: pageId(id), type: 'page' }));
        return signDelivery({ ...event, data: { ...event.data, updated_blocks: updated } }, with_);
      };
      return {
        provider: notion({ allowHosts: ['127.0.0.1'], requestsPerSecond: 10_000 }),
        config,
        write,
        remove: (id) => {
          const page = fake.pages.get(pageId(id));
          if (page) Object.assign(page, { isInTrash: true, editedAt: fake.now });
          fake.now += 300_000;
        },
        collection: () => ({ dataSourceId: dataSource.id, ...content, ...access }),
        fail: (fault) => fake.server.fail(fault),
        calls: () => fake.server.requests.length,
        downloads: () =>
          fake.server.requests.filter(({ path, status }) => status === 200 && /markdown|children/.test(path)).length,
        connections: () => fake.server.connections,
        secrets: [token, wrongToken, secret],
        wrongCredentials: (id) => ({ ...config(id), token: wrongToken }),
        webhook: {
          secret,
          deliver: (changed) => deliver(changed, secret),
          forge: (changed) => deliver(changed, randomBytes(16).toString('hex')),
        },
        close: () => fake.close(),
      };
    },
  });
}
