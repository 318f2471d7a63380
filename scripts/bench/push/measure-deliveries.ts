import { setTimeout as sleep } from 'node:timers/promises';
import { createAIServerAsync } from '@prompts/server';
import type { PushingSource, SourceRequest } from '../../../packages/webhooks/src/test-support/sources/source.ts';
import { delayRow } from '../lag-row.ts';
import type { Row } from '../report.ts';
import { maxP99Ms, measureChange, measureTime, warmUps } from './measure-change.ts';

/** Longer than the debounce: sooner, the second of two changes would wait. */
const pauseMs = 120;
/** These belong to a connection. */
const ownHeaders = ['host', 'connection', 'content-length', 'transfer-encoding', 'accept-encoding'];

/** Sends signed deliveries to a server of its own, and makes the requests that follow once more, to measure what they take. */
export async function measureDeliveries(what: string, source: PushingSource, changes: number): Promise<Row> {
  const { provider, secret, configs } = source;
  const { name } = provider;
  const server = await createAIServerAsync({
    systemPrompts: { it: { provider: name, config: configs.touched, required: true } },
    providers: [provider],
    webhooks: { [name]: { secret } },
    cache: { ttl: 3600 },
  });
  const { url } = await server.start(0);
  const target = `${url}/webhooks/${name}`;
  if (provider.webhook?.subscribe) await server.prompts.subscribe(name, { url: 'https://app.company.example', secret });
  const delaysMs: number[] = [];
  for (let change = 0; change < warmUps + changes; change += 1) {
    await sleep(pauseMs);
    const text = `text ${crypto.randomUUID()}`;
    source.edit(text);
    const { headers, body } = source.announce();
    const requestsBefore = source.requests().length;
    const send = () => fetch(target, { method: 'POST', headers, body: body.slice() });
    const delayMs = await measureChange(server.prompts, text, send);
    const requests = source.requests().slice(requestsBefore);
    delaysMs.push(delayMs - (await measureTime(() => repeat(requests))));
  }
  await server.stop();
  return delayRow(what, delaysMs.slice(warmUps), maxP99Ms);
}

async function repeat(requests: readonly SourceRequest[]): Promise<void> {
  for (const { method, path, headers } of requests) {
    const kept = Object.entries(headers).filter(([name]) => !ownHeaders.includes(name)) as [string, string][];
    const response = await fetch(`http://${headers.host}${path}`, { method, headers: kept });
    await response.arrayBuffer();
  }
}
