import { PromptError } from '@prompts/core';
import { type AnySource, type Check, ensure, needs, needsMethod } from '../suite/check.ts';
import { until } from '../suite/until.ts';

const needsWebhook = (source: AnySource) => needsMethod('webhook')(source) ?? needs('webhook')(source);

export const pushChecks = [
  {
    id: 'watch',
    title: 'watch tells which prompt changed, until it is disposed of',
    missing: needsMethod('watch'),
    async run(source, observer) {
      for (const id of ['a', 'b']) await source.write(id, 'first\n');
      const told: number[] = [];
      const configs = [source.config('a'), source.config('b')];
      const signal = new AbortController().signal;
      const watching = await source.provider.watch?.(
        configs,
        (indexes) => told.push(...indexes),
        observer.context({ signal }),
      );
      for (const config of configs) await source.provider.load(config, observer.context());
      await source.write('b', 'second\n');
      const heard = await until(() => told.includes(1), 10_000);
      await watching?.[Symbol.asyncDispose]();
      ensure(
        heard,
        'Number 1 of the watched configs changed: watch() must call onChange([1]), but did not within 10 seconds.',
      );
      ensure(!told.includes(0), 'Number 0 of the watched configs did not change, but watch() told so.');
      const before = told.length;
      await source.write('b', 'third\n');
      await until(() => told.length > before, 200);
      ensure(told.length === before, 'watch() must fall silent once it is disposed of, but called onChange again.');
    },
  },
  {
    id: 'webhook',
    title: 'takes a genuine delivery and says which prompts it touches',
    missing: needsWebhook,
    async run(source) {
      const { webhook, configs, secret, deliveries } = await prepared(source);
      const delivery = await deliveries.deliver(['b']);
      const notice = await webhook.receive(delivery, { secrets: ['another-secret', secret] });
      ensure(
        notice.id !== '',
        'A notice needs an id, from signed bytes or a hash of them: redeliveries are known by it.',
      );
      ensure(
        webhook.events.includes(notice.event),
        `The event '${notice.event}' of a notice must be one of webhook.events: ${webhook.events.join(', ')}.`,
      );
      const again = await webhook.receive(delivery, { secrets: [secret] });
      ensure(
        again.id === notice.id,
        `The same delivery twice must have the same id, but had '${notice.id}' and '${again.id}'.`,
      );
      const touched = webhook.touches(notice, configs);
      const exact = touched.join() === '1';
      ensure(
        exact || (notice.scope === 'ask' && touched.includes(1)),
        `A delivery about number 1 of 3 configs must touch [1], but touches [${touched}]. Where the source can't tell, say scope: 'ask'.`,
      );
    },
  },
  {
    id: 'webhook-forged',
    title: 'says AUTH_FAILED for a forged delivery',
    missing: needsWebhook,
    async run(source, observer) {
      const { webhook, secret, deliveries } = await prepared(source);
      const forged = await deliveries.forge(['b']);
      const receiving = webhook.receive(forged, { secrets: [secret] });
      await observer.failure(receiving, ['AUTH_FAILED'], 'a delivery is signed with another secret');
    },
  },
  {
    id: 'webhook-tampered',
    title: 'takes no delivery whose body was changed after signing',
    missing: needsWebhook,
    async run(source, observer) {
      const { webhook, secret, deliveries } = await prepared(source);
      const { headers, body } = await deliveries.deliver(['b']);
      const tampered = Uint8Array.from([...body, 0x20]);
      const outcome = await observer.settled(
        webhook.receive({ headers, body: tampered }, { secrets: [secret] }),
        'a body was changed',
      );
      ensure(
        outcome.status === 'rejected' &&
          PromptError.isInstance(outcome.reason) &&
          outcome.reason.code === 'AUTH_FAILED',
        'receive() must say AUTH_FAILED when a single byte was added to the body after signing: verify the raw bytes, before reading them.',
      );
    },
  },
  {
    id: 'webhook-no-secret',
    title: 'takes no delivery while no secret is configured',
    missing: needsWebhook,
    async run(source, observer) {
      const { webhook, deliveries } = await prepared(source);
      const delivery = await deliveries.deliver(['b']);
      for (const secrets of [[], ['']]) {
        const outcome = await observer.settled(webhook.receive(delivery, { secrets }), 'there is no secret');
        ensure(
          outcome.status === 'rejected',
          'receive() must reject when there is no secret to verify with, but it resolved.',
        );
      }
    },
  },
] as const satisfies readonly Check[];

async function prepared(source: AnySource) {
  const ids = ['a', 'b', 'c'];
  for (const id of ids) await source.write(id, 'here\n');
  const { webhook } = source.provider;
  const deliveries = source.webhook;
  ensure(webhook !== undefined && deliveries !== undefined, 'A webhook check needs an adapter and deliveries.');
  return { webhook, deliveries, secret: deliveries.secret, configs: ids.map((id) => source.config(id)) };
}
