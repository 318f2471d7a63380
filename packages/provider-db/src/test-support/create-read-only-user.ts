import { randomBytes } from 'node:crypto';
import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';
import type { MigratedDatabase } from './create-migrated-database.ts';

interface ReadOnlyUser extends AsyncDisposable {
  readonly name: string;
  /** The database's URL with the credentials of this user. */
  readonly url: string;
  /** A connection as this user. */
  readonly knex: Knex;
}

/** Creates a user who may only read. `await using` drops it. */
export async function createReadOnlyUser(
  dialect: 'postgres' | 'mariadb',
  { knex: owner, url: ownerUrl }: Pick<MigratedDatabase, 'knex' | 'url'>,
): Promise<ReadOnlyUser> {
  const url = new URL(ownerUrl);
  url.username = `reader_${randomBytes(4).toString('hex')}`;
  url.password = randomBytes(16).toString('hex');
  const { username: name, password, pathname } = url;
  const statements = {
    postgres: {
      create: [
        `create role ${name} login password '${password}'`,
        `grant select on all tables in schema public to ${name}`,
      ],
      drop: [`drop owned by ${name}`, `drop role ${name}`],
    },
    mariadb: {
      create: [`create user ${name} identified by '${password}'`, `grant select on ${pathname.slice(1)}.* to ${name}`],
      drop: [`drop user ${name}`],
    },
  }[dialect];
  for (const sql of statements.create) await owner.raw(sql);
  const knex = openDatabase(url.href);
  return {
    name,
    url: url.href,
    knex,
    async [Symbol.asyncDispose]() {
      await knex.destroy();
      for (const sql of statements.drop) await owner.raw(sql);
    },
  };
}
