import type { DbConfig, DbOptions } from './config.ts';
import { db } from './db.ts';

declare module '@prompts/core' {
  interface ProviderConfigs {
    db: DbConfig;
  }
  interface ProviderOptions {
    db: DbOptions;
  }
}

export { openDatabase } from '@prompts/sql-kit';
export type {
  Connection,
  DbCollectionConfig,
  DbColumns,
  DbConfig,
  DbOptions,
  DbPool,
  DbPromptConfig,
  DbQueryConfig,
  DbTableConfig,
} from './config.ts';
export { migratePrompts } from './history/migrate.ts';
export { deprecatePrompt } from './writing/deprecate.ts';
export { rollback, setLabel, type Who } from './writing/labels.ts';
export type { LabelPosition } from './writing/move-label.ts';
export { type Publication, type Published, publishPrompt } from './writing/publish.ts';
export { db };
export default db;
