import { Socket } from 'node:net';
import {
  type BusConnection,
  type PgConnection,
  type TlsSettings,
  wait,
  withTlsRetry,
  wrapPgClient,
} from '@prompts/bus-kit';
import { PromptError } from '@prompts/core';
import { Client, type ClientConfig } from 'pg';

/** The most bytes that PostgreSQL accepts in one notification. */
const maxMessageBytes = 7999;

export async function connect(config: PostgresConfig, channel: string, signal: AbortSignal): Promise<BusConnection> {
  const { client, connection } = await open(config, signal);
  return {
    ...connection,
    listen(onNotification) {
      const openSender = async () => (await open(config, signal)).connection;
      return connection.listen({ channel, signal, wait, onNotification, openSender });
    },
    async publish(message) {
      const bytes = Buffer.byteLength(message);
      if (bytes > maxMessageBytes) {
        const limit = `PostgreSQL accepts messages of up to ${maxMessageBytes} bytes`;
        throw new PromptError('CONTENT_INVALID', `${limit}; this message has ${bytes}: shorten it`);
      }
      await client.query('select pg_notify($1, $2)', [channel, message]);
    },
  };
}

/** The settings of the client. With `retrySsl`, a server that rejects the use of TLS, or its absence, is tried again with that. */
export interface PostgresConfig extends Omit<ClientConfig, 'ssl'> {
  readonly ssl?: ClientConfig['ssl'] | TlsSettings;
  readonly retrySsl?: TlsSettings;
}

function open(
  { retrySsl, ...config }: PostgresConfig,
  signal: AbortSignal,
): Promise<{ client: Client; connection: PgConnection }> {
  return withTlsRetry(retrySsl, async (tls) => {
    signal.throwIfAborted();
    const socket = new Socket();
    const settings = { ...config, ...tls } as ClientConfig;
    const client = new Client({ ...settings, stream: () => socket, pipeline: true });
    const connection = wrapPgClient(client, socket);
    signal.addEventListener('abort', connection.end, { once: true });
    try {
      await client.connect();
    } catch (error) {
      connection.end();
      throw error;
    } finally {
      signal.removeEventListener('abort', connection.end);
    }
    return { client, connection };
  });
}
