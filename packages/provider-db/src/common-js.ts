import { openDatabase } from '@prompts/sql-kit';
import { db } from './db.ts';
import { migratePrompts } from './history/migrate.ts';
import { deprecatePrompt } from './writing/deprecate.ts';
import { rollback, setLabel } from './writing/labels.ts';
import { publishPrompt } from './writing/publish.ts';

const factory = Object.assign((...given: Parameters<typeof db>) => db(...given), {
  db,
  deprecatePrompt,
  migratePrompts,
  openDatabase,
  publishPrompt,
  rollback,
  setLabel,
  default: db,
});

/** What `require('@prompts/provider-db')` returns: the factory, with every export as a property. */
export { factory as 'module.exports' };
