import type { NotionClient } from './client/notion-client.ts';
import type { Page } from './pages/read-page.ts';

/** The state that is shared by all reads with one token. */
export interface Workspace {
  readonly client: NotionClient;
  /** Whether the server has the markdown endpoint. True until a response says otherwise. */
  hasMarkdown: boolean;
  /** Rows that were listed and not loaded since then. The first load of a row does not request it again. */
  readonly listedRows: Map<string, Page>;
  /** When all rows of a data source were last queried for single entries, by its id, in epoch ms of Notion's clock. */
  readonly completeAt: Map<string, number>;
}

export function createWorkspace(client: NotionClient): Workspace {
  return { client, hasMarkdown: true, listedRows: new Map(), completeAt: new Map() };
}
