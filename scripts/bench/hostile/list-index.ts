// Lists an index in a process of its own, and prints what it took: node list-index.ts <its URL> <the URL of a small one>
import { http } from '@prompts/provider-http';

const [rubbish = '', small = ''] = process.argv.slice(2);
const provider = http({ allowHosts: [new URL(small).host] });
const logger = { debug() {}, info() {}, warn() {}, error() {} };
const list = (index: string) =>
  provider.list?.({ index }, { signal: AbortSignal.timeout(60_000), logger, maxMembers: 10_000 });

await list(small);
const before = process.resourceUsage().maxRSS;
const cpuBefore = process.cpuUsage();
const error = await list(rubbish)?.then(
  () => undefined,
  (reason: Error) => reason.message,
);
// Of the processor: other programs on the machine don't count.
const { user, system } = process.cpuUsage(cpuBefore);
const milliseconds = (user + system) / 1000;
const megabytes = ((process.resourceUsage().maxRSS - before) * 1024) / 1e6;
await provider.close?.();
process.stdout.write(JSON.stringify({ milliseconds, megabytes, error }));
