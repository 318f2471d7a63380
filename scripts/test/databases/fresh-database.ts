import { mariadb } from './mariadb.ts';
import { postgres } from './postgres.ts';
import { sqlite } from './sqlite.ts';

/** An empty database for one test. */
export interface FreshDatabase extends AsyncDisposable {
  /** `sqlite:<path>`, `postgres://…` or `mysql://…`. */
  readonly url: string;
  /** Removes the database. A second call does nothing. `await using` calls it. */
  drop(): Promise<void>;
}

const creators = { sqlite, postgres, mariadb };

/** A database system. */
export type Dialect = keyof typeof creators;

/** All database systems, for `describe.each(dialects)`. */
export const dialects = Object.keys(creators) as Dialect[];

/**
 * Creates an empty database with a random name. Call it in a test: if the server is not available, the test is skipped with the
 * reason.
 *
 *     describe.each(dialects)('publishing to %s', (dialect) => {
 *       test('…', async () => {
 *         await using database = await freshDatabase(dialect);
 */
export async function freshDatabase(dialect: Dialect): Promise<FreshDatabase> {
  const { url, drop } = await creators[dialect]();
  return { url, drop, [Symbol.asyncDispose]: drop };
}
