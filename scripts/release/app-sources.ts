import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The sources of the prompts of `apps/shared/prompts.mjs`. */
export interface AppSources extends AsyncDisposable {
  /** The environment variables by which the apps find them. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts an HTTP server on loopback and creates an SQLite file. @param folder An existing folder for the file. */
export async function startAppSources(folder: string): Promise<AppSources> {
  const file = join(folder, 'prompts.db');
  using database = new DatabaseSync(file);
  database.exec('create table texts (id integer primary key, content text)');
  database.exec("insert into texts values (1, 'Hello {{name}}, from SQLite.')");
  const server = createServer((_request, response) => response.end('Hello {{name}}, over HTTP.'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: { PROMPT_URL: `http://127.0.0.1:${port}/greeting.md`, PROMPT_DATABASE: `sqlite:${file}` },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
