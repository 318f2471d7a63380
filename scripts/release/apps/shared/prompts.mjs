// Copied into each app: the prompts that it serves, one over HTTP and one from SQLite.
import { createPrompts } from '@prompts/core';

const { PROMPT_URL: url, PROMPT_DATABASE: connection } = process.env;

/** Creates the prompts of an app. @param options Further options of `createPrompts`. */
export function createAppPrompts(options) {
  return createPrompts({
    systemPrompts: {
      overHttp: { provider: 'http', config: { url } },
      fromSqlite: { provider: 'db', config: { connection, table: 'texts', id: 1 } },
    },
    providerOptions: { http: { allowHosts: ['127.0.0.1'] } },
    ...options,
  });
}

/** Returns the texts of all prompts. @throws {Error} If they are not the expected ones. */
export async function renderAll(prompts) {
  const texts = [];
  for (const { name } of prompts.list()) texts.push(await prompts.render(name, { name: 'Ada' }));
  const expected = ['Hello Ada, over HTTP.', 'Hello Ada, from SQLite.'].slice(0, texts.length);
  if (texts.join() !== expected.join()) throw new Error(`read ${texts.join()}`);
  return texts.join('\n');
}
