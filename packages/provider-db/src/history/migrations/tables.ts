import type { Knex } from 'knex';
import { type Dialect, dialectOf } from '../../connection/dialect.ts';
import { longestName, tables } from '../tables.ts';

/** Names are compared byte by byte, on every server: `Review` and `review` are two prompts. */
const exactText: Readonly<Record<Dialect, string>> = {
  sqlite: `varchar(${longestName}) collate binary`,
  postgres: `varchar(${longestName}) collate "C"`,
  mysql: `varchar(${longestName}) character set utf8mb4 collate utf8mb4_bin`,
};

/** Instants are ISO 8601 in UTC, as text: no driver and no server's time zone can shift them. */
const instant = 'varchar(24)';

/** Prompts, their versions, labels, and the log of changes. */
export async function createTables(knex: Knex): Promise<void> {
  const dialect = dialectOf(knex);
  const exact = exactText[dialect];

  async function create(name: string, columns: (table: Knex.CreateTableBuilder) => void): Promise<void> {
    if (await knex.schema.hasTable(name)) return;
    if (dialect !== 'mysql') {
      await knex.schema.createTable(name, columns);
      return;
    }
    // MySQL commits each step at once, the keys after the columns: only what is whole gets its name.
    const unfinished = `${name}_unfinished`;
    await knex.schema.dropTableIfExists(unfinished);
    await knex.schema.createTable(unfinished, (table) => {
      table.charset('utf8mb4');
      table.engine('InnoDB');
      columns(table);
    });
    await knex.schema.renameTable(unfinished, name);
  }

  await create(tables.prompts, (table) => {
    table.specificType('name', exact).primary();
    table.integer('latest_version').notNullable();
    table.specificType('deprecated_at', instant);
    table.specificType('created_at', instant).notNullable();
  });
  await create(tables.versions, (table) => {
    table.specificType('name', exact).notNullable();
    table.integer('version').notNullable();
    table.text('content', 'longtext').notNullable();
    table.string('hash', 64).notNullable();
    table.json('metadata');
    table.string('author', longestName);
    table.text('message', 'longtext');
    table.specificType('created_at', instant).notNullable();
    table.primary(['name', 'version']);
    table.foreign(['name'], `${tables.versions}_name_foreign`).references(['name']).inTable(tables.prompts);
  });
  await create(tables.labels, (table) => {
    table.specificType('name', exact).notNullable();
    table.specificType('label', exact).notNullable();
    table.integer('version').notNullable();
    table.primary(['name', 'label']);
    table
      .foreign(['name', 'version'], `${tables.labels}_version_foreign`)
      .references(['name', 'version'])
      .inTable(tables.versions);
  });
  await create(tables.changes, (table) => {
    table.bigIncrements('id');
    table.specificType('name', exact).notNullable();
    table.string('action', 16).notNullable();
    table.integer('version');
    table.specificType('label', exact);
    table.string('author', longestName);
    table.text('message', 'longtext');
    table.specificType('created_at', instant).notNullable();
    table.index(['name', 'id'], `${tables.changes}_name_id_index`);
  });
}
