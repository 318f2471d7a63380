/** A prompt of three parts from three sources, an A/B test of a draft, and a page with the results. All that it prints, it has read. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analytics, renderReport } from '@prompts/analytics';
import { compose } from '@prompts/compose';
import { createPrompts } from '@prompts/core';
import { experiments } from '@prompts/experiments';
import { db } from '@prompts/provider-db';
import { http } from '@prompts/provider-http';
import { endMs, passFourDays, startMs } from './four-days.ts';
import { percent, quote, row, step } from './print.ts';
import { chanceToResolve, SimulatedCustomers } from './simulated-customers.ts';
import { fillDatabase, serveRefundPage } from './sources.ts';

const folder = await mkdtemp(join(tmpdir(), 'prompts-support-desk-'));
const connection = `sqlite:${join(folder, 'prompts.db')}`;
await fillDatabase(connection);
const refundPage = await serveRefundPage();
const shop = 'Kettle & Co.';

// The three add-ons are hooks: without them, the rest of the program works in the same way.
const usage = analytics({ store: `sqlite:${join(folder, 'usage.db')}` });
const tests = experiments(
  {
    'order-number': {
      prompt: 'support',
      variants: { file: 'support', draft: 'support-draft' },
      unit: 'customer',
      metrics: {
        resolved: { kind: 'proportion', better: 'higher', guardrail: true },
        messages: { kind: 'mean', better: 'lower' },
      },
    },
  },
  { usage },
);
const prompts = await createPrompts({
  root: new URL('.', import.meta.url),
  systemPrompts: {
    tone: { file: './prompts/tone.md' },
    refunds: { provider: 'http', config: { url: refundPage.url } },
    hours: { provider: 'db', config: { connection, name: 'hours' } },
    support: { file: './prompts/support.md' },
    'support-draft': { provider: 'db', config: { connection, name: 'support', label: 'draft' } },
  },
  providers: [http({ allowHosts: ['127.0.0.1'] }), db()],
  hooks: [compose(), tests, usage],
});

step('1. One prompt, three parts, three sources');
const support = await prompts.get('support');
for (const { name, version, uri } of support.metadata.parts as { name: string; version: string; uri: string }[]) {
  row([name, version.slice(0, 7), uri], [8, 8]);
}
quote(support.render({ shop }));

step('2. The refund policy is edited on its page, and everything that includes it changes');
const readAll = () => Promise.all(prompts.list().map(({ name }) => prompts.get(name)));
const before = await readAll();
refundPage.text = 'Refunds are possible within 30 days.\n';
const { changed } = await prompts.refresh('refunds');
const loaded = (await readAll()).filter(({ fetchedAt }, index) => fetchedAt !== before[index]?.fetchedAt);
row(['loaded from its source:', loaded.map(({ name }) => name).join(', ')], [23]);
row(['changed:', changed.join(', ')], [23]);
quote((await prompts.get('support')).render({ shop }));

step('3. Is the draft better than the file? Half of the customers get it, for four simulated days');
quote((await prompts.get('support-draft')).content);
const customers = new SimulatedCustomers(1);
const resolvedWidths = [6, 14, 14, 8, 20, 20];
row(['day', 'file resolves', 'draft resolves', 'lift', '95 % interval', 'verdict'], resolvedWidths);
await usage.flush();
let served = 0;
await passFourDays({
  async serve(customer) {
    const context = { customer };
    const prompt = await prompts.get('support', { context });
    served += 1;
    const { resolved, messages } = customers.converse(prompt.render({ shop }));
    tests.record('order-number', { context, metric: 'resolved', value: resolved });
    tests.record('order-number', { context, metric: 'messages', value: messages });
    usage.record(prompt.name, { resolved, messages }, { version: prompt.version });
  },
  endHour: () => usage.flush(),
  async endDay(day) {
    const { file, draft } = (await tests.report('order-number')).variants;
    const { lift, interval, verdict } = draft.metrics.resolved;
    const range = interval?.map((end) => percent(end, { sign: true })).join(' to ');
    const [fileRate, draftRate] = [file, draft].map(({ metrics }) => percent(metrics.resolved.mean));
    row([day, fileRate, draftRate, percent(lift, { sign: true }), range, verdict], resolvedWidths);
  },
});
const { file, draft } = chanceToResolve;
console.log(
  `  (The customers are simulated: the truth is ${percent(file)} and ${percent(draft)}, a lift of ${percent(draft / file - 1)}.)`,
);

step('4. Who was served what?');
const range = { prompt: ['support', 'support-draft'], from: startMs, to: endMs };
const rows = await usage.query({ ...range, by: ['prompt', 'version'] });
for (const { prompt, version, reads, measures } of rows) {
  const { resolved } = measures;
  const shortVersion = version.replace(/[0-9a-f]{12,}/g, (hash) => hash.slice(0, 7));
  row(
    [prompt, shortVersion, `${reads} reads`, resolved && `${resolved.sum} of ${resolved.count} resolved`],
    [14, 22, 12],
  );
}
const [total] = await usage.query(range);
console.log(`  ${served} conversations were served, and ${total?.reads} reads are in the database.`);

const page = join(folder, 'report.html');
await writeFile(page, await renderReport({ usage, ...range, experiments: [await tests.report('order-number')] }));
await prompts.close();
refundPage.close();
console.log(`\nThe report is a page. Open it in a browser: ${page}`);
