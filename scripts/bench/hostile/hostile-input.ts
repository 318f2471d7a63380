import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPrompts, type PromptProvider } from '@prompts/core';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';

const count = 10_000;
const repetitions = 3;

/** Measures the cost of hostile names and listings. */
export async function hostileInput(): Promise<Table> {
  return {
    title: 'Hostile names and listings',
    rows: [
      ...(await unknownNames()),
      await alikeMembers(),
      await indexOfRubbish('numbers', '1'),
      await indexOfRubbish('URLs', '"a"'),
      await indexOfRubbish('empty objects', '{}'),
    ],
  };
}

async function unknownNames(): Promise<Row[]> {
  const entries = Array.from({ length: count }, (_, index) => [`team/prompt-${index}`, `Text ${index}`]);
  const prompts = await createPrompts<Record<string, string>>({ systemPrompts: Object.fromEntries(entries) });
  const measure = async (what: string, name: string) => {
    const milliseconds = await medianMs(() => prompts.get(name).catch(() => {}));
    return toRow(what, milliseconds, 5);
  };
  const rows = [
    await measure('an unknown name, with 10,000 entries', 'team/promt-5000'),
    await measure('an unknown name of 1 MB, with 10,000 entries', 'team/prompt-'.repeat(90_000)),
  ];
  await prompts.close();
  return rows;
}

/** Compares a listing of equal names with one of as many different names. Applying the texts takes the same time in both. */
async function alikeMembers(): Promise<Row> {
  const alike = await medianMs(() => listMembers(() => 'Weekly report'));
  const distinct = await medianMs(() => listMembers((index) => `Weekly report ${index}`));
  const row = toRow('10,000 members with one name: in addition to 10,000 names', alike - distinct, 200);
  return { ...row, ratio: `${(alike / distinct).toFixed(2)} × ${Math.round(distinct)} ms` };
}

async function listMembers(nameAt: (index: number) => string): Promise<void> {
  const provider: PromptProvider = {
    name: 'memory',
    load: async () => ({ content: 'text' }),
    list: async () =>
      Array.from({ length: count }, (_, id) => ({ name: nameAt(id), config: { id }, template: { content: 'text' } })),
  };
  const systemPrompts = { 'all/*': { provider: 'memory', config: {}, required: true } };
  const prompts = await createPrompts({ providers: [provider], systemPrompts, logger: false });
  if (prompts.list().length < count) throw new Error(`only ${prompts.list().length} members were listed`);
  await prompts.close();
}

async function indexOfRubbish(what: string, item: string): Promise<Row> {
  const script = fileURLToPath(new URL('list-index.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, item]);
  const { milliseconds, megabytes, error } = JSON.parse(stdout);
  if (error === undefined) throw new Error(`an index of ${what} was accepted`);
  return {
    what: `an index of 2 MB of ${what}`,
    measured: `${Math.round(milliseconds)} ms of processor, ${Math.round(megabytes)} MB`,
    target: { text: '≤ 200 ms and 100 MB', met: milliseconds <= 200 && megabytes <= 100 },
  };
}

async function medianMs(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return median(times);
}

function toRow(what: string, milliseconds: number, maxMs: number): Row {
  return {
    what,
    measured: `${milliseconds.toFixed(1)} ms`,
    target: { text: `≤ ${maxMs} ms`, met: milliseconds <= maxMs },
  };
}
