import { PromptError } from '@prompts/core';
import { type AnySource, type Check, needs, needsMethod } from '../suite/check.ts';
import { configOf, configsOf } from '../suite/configs.ts';
import { ensure } from '../suite/ensure.ts';
import type { Observer } from '../suite/observer.ts';
import { waitUntil } from '../suite/wait-until.ts';

/** The time that a watch has to report a change. */
const reportTimeoutMs = 10_000;

const needsWebhook = (source: AnySource) => needsMethod('webhook')(source) ?? needs('webhook')(source);

export const pushChecks = [
  {
    id: 'watch',
    title: 'watch reports which prompt changed, until it is disposed',
    missing: needsMethod('watch'),
    async run(source, observer) {
      for (const id of ['a', 'b']) await source.write(id, 'first\n');
      const reported: number[] = [];
      const configs = [await configOf(source, 'a'), await configOf(source, 'b')];
      const watching = await watchLoaded(configs, reported, source, observer);
      await source.write('b', 'second\n');
      const isReported = await waitUntil(() => reported.includes(1), reportTimeoutMs);
      await watching?.[Symbol.asyncDispose]();
      ensure(
        isReported,
        'When the prompt at index 1 changes, watch() must call onChange([1]), but it did not within 10 seconds.',
      );
      ensure(
        !reported.includes(0),
        'watch() must report only changed prompts, but it reported index 0, which did not change.',
      );
      const before = reported.length;
      // Another watch shows when the change is noticed: the one that was disposed has had the same time.
      const reportedAgain: number[] = [];
      const watchingAgain = await watchLoaded(configs, reportedAgain, source, observer);
      await source.write('b', 'third\n');
      const isReportedAgain = await waitUntil(() => reportedAgain.includes(1), reportTimeoutMs);
      await waitUntil(() => reported.length > before, 200);
      await watchingAgain?.[Symbol.asyncDispose]();
      ensure(
        isReportedAgain,
        'A second watch(), after the first was disposed, must call onChange([1]) when that prompt changes, but it did not within 10 seconds.',
      );
      ensure(reported.length === before, 'watch() must not call onChange after it was disposed, but it did.');
    },
  },
  {
    id: 'webhook',
    title: 'accepts a signed delivery and returns the prompts that it touches',
    missing: needsWebhook,
    async run(source) {
      const { webhook, configs, secret, deliveries } = await prepare(source);
      const delivery = await deliveries.deliver(['b']);
      const notice = await webhook.receive(delivery, { secrets: ['another-secret', secret] });
      ensure(
        notice.id !== '',
        'receive() must return a notice with an id, which identifies redeliveries. Take it from the signed bytes, or hash them.',
      );
      ensure(
        webhook.events.includes(notice.event),
        `receive() must return an event that webhook.events lists (${webhook.events.join(', ')}), but returned '${notice.event}'.`,
      );
      const redelivery = await webhook.receive(delivery, { secrets: [secret] });
      ensure(
        redelivery.id === notice.id,
        `receive() must return the same id for the same delivery, but returned '${notice.id}' and '${redelivery.id}'.`,
      );
      const touched = webhook.touches(notice, configs);
      const isExact = touched.join() === '1';
      ensure(
        isExact || (notice.scope === 'ask' && touched.includes(1)),
        `When a delivery reports a change of the prompt at index 1 of 3, touches() must return [1], but returned [${touched}]. If a delivery can't name the prompts, return scope: 'ask' from receive().`,
      );
    },
  },
  {
    id: 'webhook-forged',
    title: 'rejects a forged delivery with AUTH_FAILED',
    missing: needsWebhook,
    async run(source, observer) {
      const { webhook, secret, deliveries } = await prepare(source);
      const forged = await deliveries.forge(['b']);
      const receiving = webhook.receive(forged, { secrets: [secret] });
      await observer.expectFailure(receiving, ['AUTH_FAILED'], 'a delivery is signed with another secret');
    },
  },
  {
    id: 'webhook-tampered',
    title: 'rejects a delivery whose body was changed after signing',
    missing: needsWebhook,
    async run(source, observer) {
      const { webhook, secret, deliveries } = await prepare(source);
      const { headers, body } = await deliveries.deliver(['b']);
      const tampered = Uint8Array.from([...body, 0x20]);
      const outcome = await observer.settle(
        webhook.receive({ headers, body: tampered }, { secrets: [secret] }),
        'the body of a delivery was changed after signing',
      );
      ensure(
        outcome.status === 'rejected' &&
          PromptError.isInstance(outcome.reason) &&
          outcome.reason.code === 'AUTH_FAILED',
        'receive() must reject with AUTH_FAILED if a single byte was added to the body after signing. Verify the raw bytes before parsing them.',
      );
    },
  },
  {
    id: 'webhook-unsigned',
    title: 'rejects an unsigned delivery',
    missing: needsWebhook,
    async run(source, observer) {
      const { webhook, secret, deliveries } = await prepare(source);
      const { headers, body } = await deliveries.deliver(['b']);
      const forged = await deliveries.forge(['b']);
      const isSignature = (name: string) => headers.get(name) !== forged.headers.get(name);
      const signed = [...headers];
      const unsigned = {
        'without headers': [],
        'without a signature': signed.filter(([name]) => !isSignature(name)),
        'with an empty signature': signed.map(([name, value]): [string, string] => [
          name,
          isSignature(name) ? '' : value,
        ]),
      };
      for (const [how, remaining] of Object.entries(unsigned)) {
        if (how !== 'without headers' && !signed.some(([name]) => isSignature(name))) continue;
        const outcome = await observer.settle(
          webhook.receive({ headers: new Headers(remaining), body }, { secrets: [secret] }),
          `a delivery arrives ${how}`,
        );
        ensure(
          outcome.status === 'rejected' &&
            PromptError.isInstance(outcome.reason) &&
            ['AUTH_FAILED', 'CONTENT_INVALID'].includes(outcome.reason.code),
          `When a delivery arrives ${how}, receive() must reject with a PromptError of code AUTH_FAILED or CONTENT_INVALID, but it ${outcome.status === 'rejected' ? `rejected with: ${String(outcome.reason)}` : 'resolved'}.`,
        );
      }
    },
  },
  {
    id: 'webhook-no-secret',
    title: 'rejects deliveries while no secret is configured',
    missing: needsWebhook,
    async run(source, observer) {
      const { webhook, deliveries } = await prepare(source);
      const delivery = await deliveries.deliver(['b']);
      for (const secrets of [[], ['']]) {
        const outcome = await observer.settle(webhook.receive(delivery, { secrets }), 'no secret is configured');
        ensure(
          outcome.status === 'rejected',
          'receive() must reject if there is no secret to verify the delivery with, but it resolved.',
        );
      }
    },
  },
] as const satisfies readonly Check[];

/** Starts a watch, and loads what it watches: some providers compare with what they loaded. */
async function watchLoaded(configs: readonly unknown[], reported: number[], source: AnySource, observer: Observer) {
  const watching = await source.provider.watch?.(
    configs,
    (indexes) => reported.push(...indexes),
    observer.context({ signal: new AbortController().signal }),
  );
  for (const config of configs) await source.provider.load(config, observer.context());
  return watching;
}

async function prepare(source: AnySource) {
  const ids = ['a', 'b', 'c'];
  for (const id of ids) await source.write(id, 'here\n');
  const { webhook } = source.provider;
  const deliveries = source.webhook;
  ensure(webhook !== undefined && deliveries !== undefined, 'The webhook checks need an adapter and deliveries.');
  return { webhook, deliveries, secret: deliveries.secret, configs: await configsOf(source, ids) };
}
