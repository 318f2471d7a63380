import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** Whether its pool is that of Node, or of a library that was loaded before, depends on the process. */
const script = (before: string) => `
  ${before}
  const { createServer } = await import('node:http');
  const { withOwnPool } = await import(${JSON.stringify(new URL('with-own-pool.ts', import.meta.url).href)});
  const sockets = new Set();
  const server = createServer((_, response) => response.end('a text'));
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = 'http://127.0.0.1:' + server.address().port;
  await withOwnPool(async () => (await fetch(url)).text());
  const isClosed = await new Promise((resolve) => {
    setTimeout(resolve, 2000, false).unref();
    (function poll() { sockets.size === 0 ? resolve(true) : setTimeout(poll, 5); })();
  });
  server.closeAllConnections();
  server.close();
  console.log(isClosed);
`;

it.each([
  ['alone', ''],
  ['after undici was imported', `await import(${JSON.stringify(import.meta.resolve('undici'))});`],
  [
    'if undici was imported after it',
    `await fetch('data:,'); await import(${JSON.stringify(import.meta.resolve('undici'))});`,
  ],
])(
  'closes the connections of fetch, %s',
  async (_, before) => {
    const args = ['--no-warnings', '--conditions=@prompts/source', '--input-type=module', '--eval', script(before)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    expect(stdout.trim()).toBe('true');
  },
  60_000,
);
