import { type Dialect, dialectOf } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import { maxTextLength } from './stored-text.ts';
import { tables } from './tables.ts';

/** Names are compared byte by byte on every database. */
const collations = { sqlite: 'binary', postgres: '"C"' };

/** utf8mb4_bin ignores spaces at the end. What does not is called differently in MariaDB and in MySQL 8. */
async function findMysqlCollation(knex: Knex): Promise<string> {
  const [found] = await knex('information_schema.collations')
    .whereIn('collation_name', ['utf8mb4_nopad_bin', 'utf8mb4_0900_bin'])
    .orderBy('collation_name', 'desc')
    .select('collation_name as name');
  return found?.name ?? 'utf8mb4_bin';
}

/** Of the first 128 bits of a SHA-256, in hex. */
const hash: Readonly<Record<Dialect, string>> = {
  sqlite: 'char(32) not null',
  postgres: 'char(32) collate "C" not null',
  mysql: 'char(32) character set ascii collate ascii_bin not null',
};

const options: Readonly<Record<Dialect, string>> = {
  sqlite: '',
  postgres: '',
  mysql: ' engine=InnoDB charset=utf8mb4',
};

/** The steps from one version of the schema to the next. A released step never changes; later ones only add to the schema. */
export const migrations: readonly ((knex: Knex) => Promise<void>)[] = [createTables];

/** MySQL commits each of these statements by itself: all of them can be repeated. */
async function createTables(knex: Knex): Promise<void> {
  const dialect = dialectOf(knex);
  const collation = dialect === 'mysql' ? await findMysqlCollation(knex) : collations[dialect];
  const text = `varchar(${maxTextLength}) collate ${collation} not null`;
  const [t, id, number, real] = [text, hash[dialect], 'bigint not null', 'double precision not null'];

  async function create(table: string, columns: string, indexes: Readonly<Record<string, string>> = {}) {
    const inside = dialect === 'mysql' ? Object.entries(indexes).map(([name, on]) => `, index ${name} (${on})`) : [];
    await knex.raw(`create table if not exists ${table} (${columns}${inside.join('')})${options[dialect]}`);
    if (dialect === 'mysql') return;
    for (const [name, on] of Object.entries(indexes)) {
      await knex.raw(`create index if not exists ${name} on ${table} (${on})`);
    }
  }

  await create(tables.flushes, `id ${t} primary key, flushed_at ${number}`, {
    prompt_usage_flushes_time: 'flushed_at',
  });
  await create(
    tables.usage,
    `id ${id} primary key, hour integer not null, prompt ${t}, version ${t}, state varchar(16) not null, read_count ${number}`,
    { prompt_usage_hour: 'hour' },
  );
  await create(
    tables.dimensions,
    `usage_id ${id}, dimension ${t}, value varchar(64) not null, primary key (usage_id, dimension)`,
    { prompt_usage_dimensions_value: 'value, dimension' },
  );
  await create(
    tables.measures,
    `usage_id ${id}, measure ${t}, value_count ${number}, value_sum ${real}, value_min ${real}, value_max ${real}, primary key (usage_id, measure)`,
  );
  await create(
    tables.erasures,
    `id integer primary key, dimension ${t}, value varchar(64) not null, erased_at ${number}, read_count ${number}, measure_count ${number}, exposure_count ${number}, value_count ${number}`,
  );
  await create(
    tables.exposures,
    `id ${id} primary key, experiment ${t}, seed ${t}, unit ${t}, variant ${t}, exposed_at ${number}`,
    { prompt_experiment_exposures_seed: 'experiment, seed', prompt_experiment_exposures_unit: 'unit' },
  );
  await create(tables.values, `exposure_id ${id}, unit ${t}, metric ${t}, value ${real}, recorded_at ${number}`, {
    prompt_experiment_values_exposure: 'exposure_id',
    prompt_experiment_values_unit: 'unit',
  });
  await create(
    tables.stops,
    `id ${id} primary key, experiment ${t}, seed ${t}, variant ${t}, metric ${t}, reason text not null, stopped_at ${number}`,
  );
}
