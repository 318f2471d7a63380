// Starts the app with `dev`, `start`, or from the folder of its standalone output, reads its prompts, and stops it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const [mode] = process.argv.slice(2);
const isStandalone = mode.includes('/');
const program = isStandalone ? [`${mode}/server.js`] : ['node_modules/next/dist/bin/next', mode];

const reserved = createServer().listen(0, '127.0.0.1');
await once(reserved, 'listening');
const PORT = String(reserved.address().port);
reserved.close();
await once(reserved, 'close');

const server = spawn(process.execPath, program, {
  env: { ...process.env, PORT, HOSTNAME: '127.0.0.1', NEXT_TELEMETRY_DISABLED: '1' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
await new Promise((resolve) => {
  server.stdout.setEncoding('utf8').on('data', (text) => text.includes('Ready in') && resolve());
});
const get = async (path) => (await fetch(`http://127.0.0.1:${PORT}${path}`)).text();
try {
  const text = await get('/prompt');
  console.log(text);
  assert.equal(text, 'Hello Ada, over HTTP.\nHello Ada, from a file.\n');
  const discovered = await get('/discovered');
  if (isStandalone) assert.match(discovered, /import '@prompts\/provider-db\/register'/);
  else assert.equal(discovered, 'Hello Ada, from SQLite.');
} finally {
  server.kill();
}
