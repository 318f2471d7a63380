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

/** Prompts, their versions, labels, and the log of changes. Each step may have been done already: MySQL commits each at once. */
export async function createTables(knex: Knex): Promise<void> {
  const exact = exactText[dialectOf(knex)];

  async function create(name: string, columns: (table: Knex.CreateTableBuilder) => void): Promise<void> {
    if (await knex.schema.hasTable(name)) return;
    await knex.schema.createTable(name, (table) => {
      if (dialectOf(knex) === 'mysql') {
        table.charset('utf8mb4');
        table.engine('InnoDB');
      }
      columns(table);
    });
  }

  await create(tables.prompts, (table) => {
    table.specificType('name', exact).primary();
    table.integer('latest_version').notNullable();
    table.specificType('deprecated_at', instant);
    table.specificType('created_at', instant).notNullable();
  });
  await create(tables.versions, (table) => {
    table.specificType('name', exact).notNullable().references(`${tables.prompts}.name`);
    table.integer('version').notNullable();
    table.text('content', 'longtext').notNullable();
    table.string('hash', 64).notNullable();
    table.json('metadata');
    table.string('author', longestName);
    table.text('message');
    table.specificType('created_at', instant).notNullable();
    table.primary(['name', 'version']);
  });
  await create(tables.labels, (table) => {
    table.specificType('name', exact).notNullable();
    table.specificType('label', exact).notNullable();
    table.integer('version').notNullable();
    table.primary(['name', 'label']);
    table.foreign(['name', 'version']).references(['name', 'version']).inTable(tables.versions);
  });
  await create(tables.changes, (table) => {
    table.bigIncrements('id');
    table.specificType('name', exact).notNullable();
    table.string('action', 16).notNullable();
    table.integer('version');
    table.specificType('label', exact);
    table.string('author', longestName);
    table.text('message');
    table.specificType('created_at', instant).notNullable();
    table.index(['name', 'id']);
  });
}
