import { type Dialect, dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { maxNameLength, tables } from '../tables.ts';

/** The type of names. They are compared byte by byte on every database: `Review` and `review` are different prompts. */
const nameType: Readonly<Record<Dialect, string>> = {
  sqlite: `varchar(${maxNameLength}) collate binary`,
  postgres: `varchar(${maxNameLength}) collate "C"`,
  mysql: `varchar(${maxNameLength}) character set utf8mb4 collate utf8mb4_bin`,
};

/** The type of timestamps: ISO 8601 in UTC. As text, they are independent of the time zones of driver and server. */
const timestamp = 'varchar(24)';

/** Creates the tables of prompts, versions and labels, and the change log. */
export async function createTables(knex: Knex): Promise<void> {
  const dialect = dialectOf(knex);
  const name = nameType[dialect];

  async function createTable(
    tableName: string,
    defineColumns: (table: Knex.CreateTableBuilder) => void,
  ): Promise<void> {
    if (await knex.schema.hasTable(tableName)) return;
    if (dialect !== 'mysql') {
      await knex.schema.createTable(tableName, defineColumns);
      return;
    }
    // MySQL commits each statement immediately, and knex adds the keys after the columns. The table gets its final name when
    // it is complete.
    const unfinished = `${tableName}_unfinished`;
    await knex.schema.dropTableIfExists(unfinished);
    await knex.schema.createTable(unfinished, (table) => {
      table.charset('utf8mb4');
      table.engine('InnoDB');
      defineColumns(table);
    });
    await knex.schema.renameTable(unfinished, tableName);
  }

  await createTable(tables.prompts, (table) => {
    table.specificType('name', name).primary();
    table.integer('latest_version').notNullable();
    table.specificType('deprecated_at', timestamp);
    table.specificType('created_at', timestamp).notNullable();
  });
  await createTable(tables.versions, (table) => {
    table.specificType('name', name).notNullable();
    table.integer('version').notNullable();
    table.text('content', 'longtext').notNullable();
    table.string('hash', 64).notNullable();
    table.json('metadata');
    table.string('author', maxNameLength);
    table.text('message', 'longtext');
    table.specificType('created_at', timestamp).notNullable();
    table.primary(['name', 'version']);
    table.foreign(['name'], `${tables.versions}_name_foreign`).references(['name']).inTable(tables.prompts);
  });
  await createTable(tables.labels, (table) => {
    table.specificType('name', name).notNullable();
    table.specificType('label', name).notNullable();
    table.integer('version').notNullable();
    table.primary(['name', 'label']);
    table
      .foreign(['name', 'version'], `${tables.labels}_version_foreign`)
      .references(['name', 'version'])
      .inTable(tables.versions);
  });
  await createTable(tables.changes, (table) => {
    table.bigIncrements('id');
    table.specificType('name', name).notNullable();
    table.string('action', 16).notNullable();
    table.integer('version');
    table.specificType('label', name);
    table.string('author', maxNameLength);
    table.text('message', 'longtext');
    table.specificType('created_at', timestamp).notNullable();
    table.index(['name', 'id'], `${tables.changes}_name_id_index`);
  });
}
