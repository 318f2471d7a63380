import { connect } from '@nats-io/transport-node';
import { createClient } from '@redis/client';
import { createConnection } from 'mysql2/promise';
import { Client } from 'pg';

/** Runs statements in one session of a server, one after another. @returns The first value of the last one, as text. */
export type Ask = (url: string, ...statements: string[]) => Promise<string>;

const timeoutMs = 5000;

/** Runs statements on a PostgreSQL server. */
export const askPostgres: Ask = async (url, ...statements) => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: timeoutMs });
  await client.connect();
  try {
    let value: unknown;
    for (const text of statements) value = (await client.query({ text, rowMode: 'array' })).rows[0]?.[0];
    return String(value);
  } finally {
    await client.end();
  }
};

/** Runs statements on a MariaDB server. */
export const askMariaDb: Ask = async (url, ...statements) => {
  const connection = await createConnection({ uri: url, connectTimeout: timeoutMs });
  try {
    let value: unknown;
    for (const sql of statements)
      value = ((await connection.query({ sql, rowsAsArray: true }))[0] as [[unknown]])[0]?.[0];
    return String(value);
  } finally {
    await connection.end();
  }
};

/** Runs commands on a Redis server. A statement is a command and its arguments, separated by spaces. */
export const askRedis: Ask = async (url, ...statements) => {
  const client = createClient({ url, RESP: 2, socket: { reconnectStrategy: false, socketTimeout: timeoutMs } });
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

/** Publishes statements on a NATS server, and receives them back. */
export const askNats: Ask = async (url, ...statements) => {
  const { host, username, password } = new URL(url);
  const account = { user: username, pass: password };
  const connection = await connect({ servers: host, ...account, reconnect: false, timeout: timeoutMs });
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
