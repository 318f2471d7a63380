import { Client } from 'pg';
import { sharedServer } from '../servers/shared-server.ts';
import { type MadeDatabase, newDatabase } from './made-database.ts';

/** A database on the shared PostgreSQL. */
export async function postgres(): Promise<MadeDatabase> {
  const server = await sharedServer('postgres');
  const { name, url } = newDatabase(server);
  // Its files are copied: written as a log, they cost twice as much.
  await run(server, `create database ${name} strategy file_copy`);
  const remove = `drop database if exists ${name}`;
  // PostgreSQL waits 5 s for clients that are leaving: one that is thrown out meanwhile fails where nobody listens any more.
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
