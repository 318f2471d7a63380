import { mariadb } from './mariadb.ts';
import { postgres } from './postgres.ts';
import { sqlite } from './sqlite.ts';

/** An empty database for one test. */
export interface FreshDatabase extends AsyncDisposable {
  /** `sqlite:<path>`, `postgres://…` or `mysql://…`. */
  readonly url: string;
  /** Removes it; again does nothing. `await using` does it by itself. */
  drop(): Promise<void>;
}

const makers = { sqlite, postgres, mariadb };

/** A kind of database. */
export type Dialect = keyof typeof makers;

/** Every kind, for `describe.each(dialects)`. */
export const dialects = Object.keys(makers) as Dialect[];

/**
 * Makes a database with a random name. Call it in a test: where the server can't be had, that test is skipped and says why.
 *
 *     describe.each(dialects)('publishing to %s', (dialect) => {
 *       test('…', async () => {
 *         await using database = await freshDatabase(dialect);
 */
export async function freshDatabase(dialect: Dialect): Promise<FreshDatabase> {
  const { url, drop } = await makers[dialect]();
  return { url, drop, [Symbol.asyncDispose]: drop };
}
