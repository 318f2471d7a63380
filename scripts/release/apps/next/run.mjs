// Starts the app in one way, reads its prompts, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const next = ['node_modules/next/dist/bin/next'];
const commands = { dev: [...next, 'dev'], start: [...next, 'start'], standalone: ['.next/standalone/server.js'] };

const reserved = createServer().listen(0, '127.0.0.1');
await once(reserved, 'listening');
const PORT = String(reserved.address().port);
reserved.close();
await once(reserved, 'close');

const server = spawn(process.execPath, commands[process.argv[2]], {
  env: { ...process.env, PORT, HOSTNAME: '127.0.0.1', NEXT_TELEMETRY_DISABLED: '1' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let output = '';
for await (const chunk of server.stdout) {
  output += chunk;
  if (output.includes('Ready in')) break;
}
const response = await fetch(`http://127.0.0.1:${PORT}/prompt`);
console.log(response.status, await response.text());
server.kill();
