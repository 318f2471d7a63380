// Lists an index of 2 MB in a separate process, and prints the time and memory that it took: node list-index.ts '<the repeated item>'
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '@prompts/provider-http';

const [item = '1'] = process.argv.slice(2);
const maxBytes = 2 * 1024 * 1024;
const rubbish = `[${`${item},`.repeat(Math.floor((maxBytes - item.length - 2) / (item.length + 1)))}${item}]`;
const server = createServer(({ url }, response) => response.end(url === '/small' ? '["a.md"]' : rubbish));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
const provider = http({ allowHosts: [host] });
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const list = (path: string) =>
  provider.list?.(
    { index: `http://${host}/${path}` },
    { signal: AbortSignal.timeout(60_000), logger, maxMembers: 10_000 },
  );

await list('small');
const before = process.resourceUsage().maxRSS;
const cpuBefore = process.cpuUsage();
const error = await list('rubbish')?.then(
  () => undefined,
  (reason: Error) => reason.message,
);
// Processor time: other programs on the machine don't affect it.
const { user, system } = process.cpuUsage(cpuBefore);
const milliseconds = (user + system) / 1000;
const megabytes = ((process.resourceUsage().maxRSS - before) * 1024) / 1e6;
await provider.close?.();
server.close();
process.stdout.write(JSON.stringify({ milliseconds, megabytes, error }));
