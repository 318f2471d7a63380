import { createConnection } from 'mysql2/promise';
import { sharedServer } from '../servers/shared-server.ts';
import { type CreatedDatabase, nameDatabase } from './created-database.ts';

/** Creates a database on the shared MariaDB server. */
export async function mariadb(): Promise<CreatedDatabase> {
  const server = await sharedServer('mariadb');
  const { name, url } = nameDatabase(server);
  await run(server, `create database ${name}`);
  return { url, drop: () => run(server, `drop database if exists ${name}`) };
}

async function run(server: string, statement: string): Promise<void> {
  const connection = await createConnection(server);
  try {
    // In seconds. By default, an open transaction blocks the drop for a day.
    await connection.query('set session lock_wait_timeout = 5');
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
