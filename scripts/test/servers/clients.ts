import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';

/** Runs statements in one session of a server, one after the other. @returns the last one's first value, as text. */
export type Ask = (url: string, ...statements: string[]) => Promise<string>;

// Milliseconds in which a server on this machine has said who it is.
const patience = 1000;

/** Asks a PostgreSQL. */
export const askPostgres: Ask = async (url, ...statements) => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  await client.connect();
  try {
    let value: unknown;
    for (const text of statements) value = (await client.query({ text, rowMode: 'array' })).rows[0]?.[0];
    return String(value);
  } finally {
    await client.end();
  }
};

/** Asks a MariaDB. */
export const askMariaDb: Ask = async (url, ...statements) => {
  const connection = await createConnection({ uri: url, connectTimeout: patience });
  try {
    let value: unknown;
    for (const sql of statements)
      value = ((await connection.query({ sql, rowsAsArray: true }))[0] as [[unknown]])[0]?.[0];
    return String(value);
  } finally {
    await connection.end();
  }
};
