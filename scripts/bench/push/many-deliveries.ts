import { fork } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { startGitHub } from '../../../packages/webhooks/src/test-support/sources/github.ts';
import type { Delivery } from '../../../packages/webhooks/src/test-support/sources/source.ts';
import type { Row, Table } from '../report.ts';
import type { ReceiverReport } from './receiver.ts';

const count = 10_000;
const deliveriesPerSecond = 1000;
const readsPerSecond = 500;
const debounceMs = 100;

/** Sends signed deliveries to a server whose prompt is read meanwhile. */
export async function manyDeliveries(): Promise<Table> {
  await using source = await startGitHub();
  source.edit('the text');
  const deliveries = Array.from({ length: count }, () => source.announce());
  const options = JSON.stringify({ config: source.configs.touched, secret: source.secret });
  const server = fork(new URL('./receiver.ts', import.meta.url), [options]);
  const [url] = (await once(server, 'message')) as [string];
  const requestsBefore = source.requests().length;
  const startedAt = performance.now();
  const reads = startReading(url);
  const sent = await sendAll(deliveries, url);
  const seconds = (performance.now() - startedAt) / 1000;
  const read = await reads.stop();
  const windows = Math.ceil((seconds * 1000) / debounceMs);
  const requests = source.requests().length - requestsBefore;
  server.send('end');
  const [report] = (await once(server, 'message')) as [ReceiverReport];
  await once(server, 'exit');
  const title = `${deliveriesPerSecond.toLocaleString('en')} deliveries and ${readsPerSecond} reads per second, to one process`;
  return { title, rows: describe(sent, read, seconds, requests / windows, report) };
}

/** Each delivery is another one. */
function sendAll(deliveries: readonly Delivery[], url: string) {
  let next = 0;
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const { headers, body } = deliveries[next++ % deliveries.length] as Delivery;
    return { ...request, headers: Object.fromEntries(headers), body: Buffer.from(body) };
  };
  return autocannon({
    url: `${url}/webhooks/github`,
    method: 'POST',
    requests: [{ setupRequest }],
    overallRate: deliveriesPerSecond,
    connections: 50,
    amount: count,
  });
}

function startReading(url: string) {
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const options = { url: `${url}/prompts/it`, overallRate: readsPerSecond, connections: 10, duration: 3600 };
  const reading = autocannon(options, (error: unknown, result) => (error ? reject(error) : resolve(result)));
  return {
    stop() {
      // Its types omit the method.
      (reading as unknown as { stop(): void }).stop();
      return promise;
    },
  };
}

/** @param requestsPerWindow The requests to the source. A refresh of one text takes one. */
function describe(
  sent: autocannon.Result,
  read: autocannon.Result,
  seconds: number,
  requestsPerWindow: number,
  { p50Ms, p99Ms, processorMs }: ReceiverReport,
): Row[] {
  const [lost, failed] = [sent, read].map(({ errors, non2xx }) => errors + non2xx) as [number, number];
  return [
    {
      what: 'deliveries',
      measured: `${format(sent['2xx'])} accepted in ${seconds.toFixed(1)} s, ${lost} not`,
      target: { text: 'all are accepted', met: lost === 0 && sent['2xx'] === count },
    },
    {
      what: 'requests to the source',
      measured: `${requestsPerWindow.toFixed(2)} in ${debounceMs} ms`,
      target: { text: `≤ 1 in ${debounceMs} ms`, met: requestsPerWindow <= 1 },
    },
    {
      what: 'reads',
      measured: `${format(read['2xx'])} answered, ${failed} failed`,
      target: { text: 'none fails', met: failed === 0 },
    },
    {
      what: 'processor time of the server for a delivery, and the reads meanwhile',
      measured: `${(processorMs / count).toFixed(2)} ms`,
    },
    { what: 'event-loop delay of the server', measured: `p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms` },
  ];
}

function format(value: number): string {
  return value.toLocaleString('en');
}
