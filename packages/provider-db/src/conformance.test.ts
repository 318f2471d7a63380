import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testProvider } from '@prompts/provider-testkit';
import type { ParsedConfig } from './config-schema.ts';
import { openDatabase } from './connection/open-database.ts';
import { db } from './db.ts';
import { migratePrompts } from './history/migrate.ts';
import { publishPrompt } from './writing/publish.ts';

testProvider<ParsedConfig>({
  name: 'db',
  async create() {
    const folder = await mkdtemp(join(tmpdir(), 'prompts-'));
    const connection = `sqlite:${join(folder, 'prompts.db')}`;
    const knex = openDatabase(connection);
    await migratePrompts(knex);
    return {
      provider: db({ connection }),
      config: (id) => ({ name: id }),
      async write(id, content) {
        if (typeof content === 'string' && content !== '') {
          await publishPrompt(knex, { name: id, content });
          return;
        }
        // What can't be published may still stand in a table.
        const row = { name: id, created_at: new Date(0).toISOString() };
        await knex('prompts').insert({ ...row, latest_version: 1 });
        await knex('prompt_versions').insert({ ...row, version: 1, content, hash: '' });
      },
      async remove(id) {
        for (const table of ['prompt_labels', 'prompt_versions', 'prompts'])
          await knex(table).where({ name: id }).del();
      },
      collection: () => ({}),
      async close() {
        await knex.destroy();
        await rm(folder, { recursive: true, force: true });
      },
    };
  },
});
