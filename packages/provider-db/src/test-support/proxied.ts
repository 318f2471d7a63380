import { startProxy, type WireProxy } from '@prompts/bus-kit/testing';
import type { Knex } from 'knex';
import { openDatabase } from '../connection/open-database.ts';

/** A knex whose connections can be broken. */
export interface Proxied extends AsyncDisposable {
  readonly proxy: WireProxy;
  readonly knex: Knex;
  /** What was begun on it, in order. */
  readonly statements: readonly string[];
}

/**
 * @param url Of a database on a server.
 * @param onStatement Told of each statement just before it is sent, and which one it is: 1, 2, 3 …
 */
export async function proxied(
  url: string,
  onStatement: (proxy: WireProxy, sql: string, count: number) => void = () => {},
): Promise<Proxied> {
  const proxy = await startProxy(url);
  const knex = openDatabase(proxy.url);
  const statements: string[] = [];
  knex.on('query', ({ sql }: { sql: string }) => {
    statements.push(sql);
    onStatement(proxy, sql, statements.length);
  });
  return {
    proxy,
    knex,
    statements,
    async [Symbol.asyncDispose]() {
      await knex.destroy();
      await proxy.close();
    },
  };
}
