import { Client } from 'pg';
import { sharedServer } from '../servers/shared-server.ts';
import { type CreatedDatabase, nameDatabase } from './created-database.ts';

/** Creates a database on the shared PostgreSQL server. */
export async function postgres(): Promise<CreatedDatabase> {
  const server = await sharedServer('postgres');
  const { name, url } = nameDatabase(server);
  // Copying the files takes half the time of the default strategy.
  await run(server, `create database ${name} strategy file_copy`);
  const remove = `drop database if exists ${name}`;
  // PostgreSQL waits 5 s for clients that are disconnecting. With force, these would get errors that nobody handles.
  return { url, drop: () => run(server, remove).catch(() => run(server, `${remove} with (force)`)) };
}

async function run(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
