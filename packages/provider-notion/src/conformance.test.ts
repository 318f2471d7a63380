import { randomBytes, randomUUID } from 'node:crypto';
import { testProvider } from '@prompts/provider-testkit';
import { keepFinalNewline } from '../../../scripts/test/keep-final-newline.ts';
import type { NotionContent } from './config.ts';
import type { ParsedConfig } from './config-schema.ts';
import { notion } from './notion.ts';
import { code, paragraph } from './test-support/fake-blocks.ts';
import { startFakeNotion, textProperty } from './test-support/fake-notion.ts';
import type { FakePage } from './test-support/fake-state.ts';
import { pageEvent, signDelivery } from './test-support/sign-delivery.ts';

const paragraphs = 'a page has paragraphs instead of line endings and spaces around them';
const cannot = { crlf: paragraphs, whitespace: paragraphs };

describeRoute('the text of a page, markdown route', { cannot });
describeRoute('the text of a page, block route', { cannot, hasMarkdown: false });
describeRoute('a code block, markdown route', { content: { extract: 'code' } });
describeRoute('a code block, block route', { content: { extract: 'code' }, hasMarkdown: false });
describeRoute('a property', { content: { property: 'Prompt' } });

interface Route {
  readonly content?: NotionContent;
  readonly hasMarkdown?: boolean;
  readonly cannot?: Readonly<Record<string, string>>;
}

function describeRoute(name: string, { content = {}, hasMarkdown = true, cannot = {} }: Route) {
  const isText = Object.keys(content).length === 0;
  testProvider<ParsedConfig>({
    name: `notion, ${name}`,
    cannot,
    async create() {
      const fake = await startFakeNotion();
      fake.hasMarkdown = hasMarkdown;
      const token = fake.token();
      const wrongToken = `ntn_${randomBytes(16).toString('hex')}`;
      const secret = randomBytes(16).toString('hex');
      const dataSource = fake.dataSource({ Prompt: 'rich_text' });
      const ids = new Map<string, string>();
      const pageId = (id: string) => ids.get(id) ?? ids.set(id, randomUUID()).get(id) ?? '';
      const texts = new Set<string>();
      const access = { baseUrl: fake.url, token };
      const config = (id: string) => ({ pageId: pageId(id), ...content, ...access });

      function write(id: string, given: string | Uint8Array) {
        const text = typeof given === 'string' ? given : Buffer.from(given).toString('utf8');
        if (isText) texts.add(text.replace(/^\uFEFF/, ''));
        const blocks = isText ? text.split('\n\n').map((part) => paragraph(part.replace(/\n$/, ''))) : [code(text)];
        const page: FakePage =
          fake.pages.get(pageId(id)) ?? fake.page([], { id: pageId(id), title: id, dataSourceId: dataSource.id });
        page.properties = { Prompt: textProperty(text) };
        fake.edit(page, blocks);
      }
      const deliver = (changed: readonly string[], with_: string) => {
        const [first = ''] = changed;
        const event = pageEvent(pageId(first));
        const updated = changed.map((id) => ({ id: pageId(id), type: 'page' }));
        return signDelivery({ ...event, data: { ...event.data, updated_blocks: updated } }, with_);
      };
      return {
        provider: keepFinalNewline(notion({ allowHosts: ['127.0.0.1'], requestsPerSecond: 10_000 }), texts),
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
