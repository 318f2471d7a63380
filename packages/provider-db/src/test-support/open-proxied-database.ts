import { startProxy, type WireProxy } from '@prompts/bus-kit/testing';
import { openDatabase } from '@prompts/sql-kit';
import type { Knex } from 'knex';

/** A knex whose connections go through a proxy that can break them. */
export interface ProxiedDatabase extends AsyncDisposable {
  readonly proxy: WireProxy;
  readonly knex: Knex;
  /** The statements that were sent, in order. */
  readonly statements: readonly string[];
}

/**
 * Opens a database through a proxy.
 * @param onStatement Called just before each statement is sent, with its number: 1, 2, 3 …
 */
export async function openProxiedDatabase(
  url: string,
  onStatement: (proxy: WireProxy, sql: string, number: number) => void = () => {},
): Promise<ProxiedDatabase> {
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
