import { connect } from '@nats-io/transport-node';
import { createClient } from '@redis/client';
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

/** Asks a Redis. A statement is a command and its arguments, with a space between any two. */
export const askRedis: Ask = async (url, ...statements) => {
  const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false, socketTimeout: patience } });
  client.on('error', () => {});
  await client.connect();
  try {
    let value: unknown;
    for (const text of statements) value = [await client.sendCommand(text.split(' '))].flat().at(-1);
    return String(value);
  } finally {
    if (client.isOpen) client.destroy();
  }
};

/** Has a NATS send each statement back. */
export const askNats: Ask = async (url, ...statements) => {
  const { host, username, password } = new URL(url);
  const account = { user: username, pass: password };
  const connection = await connect({ servers: host, ...account, reconnect: false, timeout: patience });
  try {
    let value: unknown;
    const echo = connection.subscribe('echo', { max: statements.length });
    for (const text of statements) connection.publish('echo', text);
    for await (const message of echo) value = message.string();
    return String(value);
  } finally {
    await connection.close();
  }
};
