import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from './create-usage.ts';
import { tables } from './store/tables.ts';
import { countReads, createApp } from './test-support/create-app.ts';

describe.each(dialects)('the tables on %s', (dialect) => {
  test('are created once, by several processes at the same time', async () => {
    await using database = await freshDatabase(dialect);
    const usages = [1, 2, 3, 4].map(() => createUsage({ store: database.url }));
    for (const usage of usages) usage.record('it', { x: 1 }, { version: '1' });
    await Promise.all(usages.map((usage) => usage.flush()));
    expect(await usages[0]?.query()).toMatchObject([{ measures: { x: { count: 4 } } }]);
    await Promise.all(usages.map((usage) => usage.close()));
  });

  test('are completed after an interruption', async () => {
    await using database = await freshDatabase(dialect);
    const first = createUsage({ store: database.url });
    first.record('it', { x: 1 }, { version: '1' });
    await first.close();
    const knex = openDatabase(database.url);
    await knex.schema.dropTable(tables.stops);
    await knex(tables.state).del();
    const second = createUsage({ store: database.url });
    second.record('it', { x: 1 }, { version: '1' });
    expect(await second.query()).toMatchObject([{ measures: { x: { count: 2 } } }]);
    expect(await second.experimentStore().stops()).toEqual([]);
    await second.close();
    await knex.destroy();
  });

  test('of a newer release are refused, and nothing is lost', async () => {
    await using database = await freshDatabase(dialect);
    const usage = createUsage({ store: database.url, logger: false });
    const app = await createApp(usage);
    app.read(1);
    await usage.flush();
    const knex = openDatabase(database.url);
    await knex(tables.state).update({ schema_version: 99 });
    const refusal = {
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(/version 99.*upgrade @prompts.analytics/),
    };
    app.read(2);
    await expect(usage.flush()).rejects.toMatchObject(refusal);
    const later = createUsage({ store: database.url, logger: false });
    later.record('it', { x: 1 }, { version: '1' });
    await expect(later.query()).rejects.toMatchObject(refusal);
    await expect(later.experimentStore().stops()).rejects.toMatchObject(refusal);
    await knex(tables.state).update({ schema_version: 1 });
    expect(await countReads(usage)).toBe(3);
    await Promise.all([app.close(), later.close()]);
    await knex.destroy();
  });
});
