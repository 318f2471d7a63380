import type { StoredBlock } from './fake-blocks.ts';

/** A page or a row of the fake. Its fields may be changed directly. */
export interface FakePage {
  readonly id: string;
  title: string;
  blocks: readonly StoredBlock[];
  /** Replaces what the markdown endpoint returns. */
  markdown?: { markdown: string; truncated?: boolean; unknown_block_ids?: string[] };
  /** Properties besides the title, as the API returns them. */
  properties: Record<string, Record<string, unknown>>;
  /** The items of properties that have more than a page contains, by property id. */
  readonly moreItems: Map<string, readonly object[]>;
  dataSourceId?: string | undefined;
  /** In epoch ms. */
  editedAt: number;
  isInTrash: boolean;
  isShared: boolean;
}

/** A data source of the fake. */
export interface FakeDataSource {
  readonly id: string;
  /** Types by the names of the properties. */
  readonly columns: Record<string, string>;
  isShared: boolean;
}

/** The contents of the fake. */
export interface FakeState {
  readonly tokens: Set<string>;
  readonly pages: Map<string, FakePage>;
  readonly dataSources: Map<string, FakeDataSource>;
  /** The ids of the data sources of each database. A linked database has none. */
  readonly databases: Map<string, string[]>;
  hasMarkdown: boolean;
  /** Notion's clock, in epoch ms. */
  now: number;
}
