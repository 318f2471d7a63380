// A server whose prompt comes from a fake GitHub. Sends its URL, and at the end a report. Started by `many-deliveries.ts`.
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { github } from '@prompts/provider-github';
import { createAIServerAsync } from '@prompts/server';

/** What the server reports at the end. The percentiles are those of the event-loop delay. */
export interface ReceiverReport {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly processorMs: number;
}

const { config, secret } = JSON.parse(process.argv[2] as string);
const server = await createAIServerAsync({
  systemPrompts: { it: { provider: 'github', config, required: true } },
  providers: [github({ allowHosts: ['127.0.0.1'] })],
  webhooks: { github: { secret } },
  cache: { ttl: 3600 },
});
const resolutionMs = 1;
const delays = monitorEventLoopDelay({ resolution: resolutionMs });
delays.enable();
const { url } = await server.start(0);
const usageBefore = process.cpuUsage();
process.send?.(url);
await once(process, 'message');
const delayMs = (percent: number) => delays.percentile(percent) / 1e6 - resolutionMs;
const { user, system } = process.cpuUsage(usageBefore);
const report: ReceiverReport = { p50Ms: delayMs(50), p99Ms: delayMs(99), processorMs: (user + system) / 1000 };
process.send?.(report);
await server.stop();
process.disconnect();
