import { createPrompts, type RefreshReport } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { createWebhookHandler } from '../index.ts';
import type { Delivery, PushingSource } from './sources/source.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Starts an app that has read both texts of a source, and receives its deliveries, on a clock that the test moves. */
export async function startReceiver(source: PushingSource) {
  const { provider, secret, configs, marks } = source;
  const { name } = provider;
  const clock = fakeClock();
  const prompts = await createPrompts({
    systemPrompts: Object.fromEntries(
      Object.entries(configs).map(([entry, config]) => [entry, { provider: name, config, required: true }]),
    ),
    providers: [provider],
    clock,
    logger: false,
  });
  if (provider.webhook?.subscribe)
    await prompts.subscribe(name, { url: `https://app.company.example/webhooks/${name}`, secret });
  const refreshes: { readonly names: readonly string[]; readonly report: Promise<RefreshReport> }[] = [];
  const handle = createWebhookHandler(
    {
      receive: prompts.receive,
      refresh(requested?: string | readonly string[]) {
        const names = [requested ?? []].flat();
        const report = prompts.refresh(names);
        refreshes.push({ names, report });
        return report;
      },
    },
    { [name]: { secret } },
    { clock, logger: silent },
  );
  let seen = source.requests().length;
  return {
    clock,
    /** Sends a delivery. @returns The status of the answer. */
    async deliver({ headers, body }: Delivery): Promise<number> {
      const request = new Request(`http://localhost/webhooks/${name}`, { method: 'POST', headers, body: body.slice() });
      return (await handle(request)).status;
    },
    /** Waits for the refreshes so far. @returns The names of each since the last call. */
    async refreshed(): Promise<(readonly string[])[]> {
      const ended = refreshes.splice(0);
      await Promise.all(ended.map(({ report }) => report));
      return ended.map(({ names }) => names);
    },
    /** Returns the paths of the requests since the last call. */
    takePaths(): string[] {
      const requests = source.requests().slice(seen);
      seen += requests.length;
      return requests.map(({ path }) => path);
    },
    read: async (entry: keyof typeof marks) => (await prompts.get(entry)).content.trim(),
    [Symbol.asyncDispose]: () => prompts.close(),
  };
}
