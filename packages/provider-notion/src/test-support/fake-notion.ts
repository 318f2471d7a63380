import { randomBytes, randomUUID } from 'node:crypto';
import { type FaultServer, startFaultServer } from '@prompts/provider-testkit';
import { type BlockSpec, richText, storeBlock } from './fake-blocks.ts';
import type { FakeDataSource, FakePage, FakeState } from './fake-state.ts';
import { handleFakeRequest } from './handle-fake-request.ts';

/** A fake of Notion that a test controls. */
export interface FakeNotion extends FakeState, AsyncDisposable {
  readonly server: FaultServer;
  readonly url: string;
  /** Lists the requests so far as `GET /v1/pages/<id>/markdown`, with `<id>` for each id. */
  calls(): string[];
  token(): string;
  /** Creates a page. An existing page with the same id is replaced. Each edit takes five minutes. */
  page(blocks: readonly BlockSpec[], options?: Partial<Omit<FakePage, 'blocks'>>): FakePage;
  edit(page: FakePage, blocks: readonly BlockSpec[]): void;
  dataSource(columns?: Record<string, string>): FakeDataSource;
  close(): Promise<void>;
}

const minuteMs = 60_000;

/** Starts a fake of Notion's API, version 2025-09-03. */
export async function startFakeNotion(): Promise<FakeNotion> {
  const state: FakeState = {
    tokens: new Set(),
    pages: new Map(),
    dataSources: new Map(),
    databases: new Map(),
    hasMarkdown: true,
    now: Date.parse('2026-03-01T10:00:30Z'),
  };
  const server = await startFaultServer((request) => handleFakeRequest(request, state));
  const fake: FakeNotion = Object.assign(state, {
    server,
    url: server.url,
    calls: () => server.requests.map(({ method, path }) => `${method} ${shorten(path)}`),
    token() {
      const token = `ntn_${randomBytes(16).toString('hex')}`;
      state.tokens.add(token);
      return token;
    },
    page(blocks: readonly BlockSpec[], options: Partial<Omit<FakePage, 'blocks'>> = {}) {
      const page: FakePage = {
        id: randomUUID(),
        title: 'A page',
        blocks: [],
        properties: {},
        moreItems: new Map(),
        editedAt: 0,
        isInTrash: false,
        isShared: true,
        ...options,
      };
      state.pages.set(page.id, page);
      fake.edit(page, blocks);
      return page;
    },
    edit(page: FakePage, blocks: readonly BlockSpec[]) {
      page.blocks = blocks.map((block) => storeBlock(block, page.id));
      page.editedAt = state.now;
      state.now += 5 * minuteMs;
    },
    dataSource(columns: Record<string, string> = {}) {
      const dataSource = { id: randomUUID(), columns: { Name: 'title', ...columns }, isShared: true };
      state.dataSources.set(dataSource.id, dataSource);
      return dataSource;
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  });
  return fake;
}

function shorten(path: string): string {
  return path.replace(/[\da-f]{8}-[\da-f-]{27}/g, '<id>');
}

/** Creates a text property. */
export const textProperty = (text: string) => ({ id: 'text', type: 'rich_text', rich_text: richText(text) });
/** Creates a status property. */
export const statusProperty = (name: string) => ({
  id: 'stat',
  type: 'status',
  status: { id: 's', name, color: 'green' },
});
