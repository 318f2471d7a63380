import { fromThrown } from '../errors/from-thrown.ts';
import { PromptError } from '../errors/prompt-error.ts';
import type { AnyProvider } from '../provider/provider.ts';
import type { WebhookAdapter, WebhookNotice } from '../provider/webhook.ts';
import type { ReceivedDelivery, ReceiveOptions, WebhookDelivery } from '../webhooks.ts';
import type { Catalogue } from './catalogue.ts';
import type { CacheContext } from './context.ts';
import { announce } from './invalidate.ts';
import { type CachedPrompt, type Collection, Source } from './model.ts';
import { withCallTimeout } from './with-load-timeout.ts';

/**
 * Verifies a webhook delivery and finds the prompts and collections that it concerns. They count as announced: their texts are
 * stale until an attempt that begins later succeeds. The announcement of names that are not accepted now is deferred to their next
 * refresh. No source is called.
 * @throws `CONFIG_INVALID` for a provider without webhooks; `AUTH_FAILED` for a forged delivery; `CONTENT_INVALID` for one that
 * can't be read.
 */
export async function receiveDelivery(
  providerName: string,
  delivery: WebhookDelivery,
  { secrets, accept = () => true }: ReceiveOptions,
  catalogue: Catalogue,
  providers: ReadonlyMap<string, AnyProvider>,
  context: CacheContext,
): Promise<ReceivedDelivery> {
  const adapter = requireWebhook(providerName, providers);
  try {
    const notice = await withCallTimeout({}, context, async () => adapter.receive(delivery, { secrets }));
    const { id, event, timestamp, handshake } = notice;
    const facts = { id, event, ...(timestamp !== undefined && { timestamp }), ...(handshake && { handshake }) };
    const concerned = findConcerned(notice, adapter, providerName, catalogue);
    const names = [...new Set(concerned.flatMap((each) => each.names))];
    const accepted = await accept({ ...facts, names });
    if (accepted === false) return { ...facts, names: [] };
    const due = new Set(accepted === true ? names : accepted);
    for (const { fetchable, names } of concerned) {
      if (names.some((name) => due.has(name))) announce([fetchable], context.clock.now());
      else fetchable.isAnnouncementDeferred = true;
    }
    return { ...facts, names: names.filter((name) => due.has(name)) };
  } catch (thrown) {
    // One address for each access: anybody can send forged deliveries.
    const addresses = catalogue.groups.map(([{ address }]) => address);
    throw fromThrown(thrown, providerName, [{ config: { secrets } }, ...addresses]);
  }
}

/** @throws `CONFIG_INVALID` for a provider without webhooks. */
export function requireWebhook(
  providerName: string,
  providers: ReadonlyMap<string, AnyProvider>,
): WebhookAdapter<unknown> {
  const adapter = providers.get(providerName)?.webhook;
  if (adapter) return adapter;
  const known = [...providers].flatMap(([name, { webhook }]) => (webhook ? name : []));
  const message = `provider '${providerName}' can't receive webhooks. Providers that can: ${known.join(', ') || 'none'}`;
  throw new PromptError('CONFIG_INVALID', message, { provider: providerName });
}

/** Finds the sources and collections that a notice concerns, with the names whose entries accept its event. */
function findConcerned(
  notice: WebhookNotice,
  adapter: WebhookAdapter<unknown>,
  providerName: string,
  { fetchables }: Catalogue,
): { fetchable: Source | Collection; names: string[] }[] {
  if (!adapter.events.includes(notice.event)) return [];
  const candidates = fetchables.filter(({ address }) => address.providerName === providerName);
  const touched = adapter.touches(
    notice,
    candidates.map(({ address }) => address.config),
  );
  return touched
    .flatMap((index) => candidates[index] ?? [])
    .map((fetchable) => ({ fetchable, names: namesFor(fetchable, notice.event) }))
    .filter(({ names }) => names.length > 0);
}

/** Returns the names whose entries accept an event. */
function namesFor(fetchable: Source | Collection, event: string): string[] {
  const items: readonly (CachedPrompt | Collection)[] =
    fetchable instanceof Source ? [...fetchable.prompts] : [fetchable];
  return items
    .filter(({ entry: { webhooks } }) => webhooks.length === 0 || webhooks.includes(event))
    .map(({ name }) => name);
}
