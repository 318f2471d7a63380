import { isSecret, Secret } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import type { Connection } from './connection.ts';
import { type ConnectionStringOptions, parseConnectionString } from './parse-connection-string.ts';

/**
 * Converts a connection to a knex configuration.
 * @throws `CONFIG_INVALID` if the connection string is invalid, or its driver is not installed.
 */
export async function toKnexConfig(connection: Connection, options: ConnectionStringOptions): Promise<Knex.Config> {
  if (typeof connection === 'object' && !isSecret(connection)) return connection;
  const secret = new Secret(connection);
  const parse = async () => parseConnectionString(await secret.reveal(), options);
  const config = await parse();
  if (typeof connection === 'string') return config;
  const Client = config.client as typeof Knex.Client;
  return {
    ...config,
    // The function is called for each new connection, so a rotated password needs no restart.
    client: class extends Client {
      override async acquireRawConnection(): Promise<unknown> {
        this.connectionSettings = (await parse()).connection as object;
        return super.acquireRawConnection();
      }
    },
  };
}
