import { createConnection } from 'mysql2/promise';
import { sharedServer } from '../servers/shared-server.ts';
import { type MadeDatabase, newDatabase } from './made-database.ts';

/** A database on the shared MariaDB. */
export async function mariadb(): Promise<MadeDatabase> {
  const server = await sharedServer('mariadb');
  const { name, url } = newDatabase(server);
  await run(server, `create database ${name}`);
  return { url, drop: () => run(server, `drop database if exists ${name}`) };
}

async function run(server: string, statement: string): Promise<void> {
  const connection = await createConnection(server);
  try {
    // Seconds. A transaction that a test left open would hold a drop for a day.
    await connection.query('set session lock_wait_timeout = 5');
    await connection.query(statement);
  } finally {
    await connection.end();
  }
}
