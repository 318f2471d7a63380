import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createPrompts } from '@prompts/core';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';
import { text } from '../sample.ts';
import { inFolder } from './folder.ts';
import type { Restarted } from './restarted.ts';

const count = 1_000;
const restarts = 5;
const limit = 5;

/** What an app serves that starts while neither its source nor its store answers. */
export function restart(): Promise<Table> {
  return inFolder(async (folder) => {
    const snapshot = join(folder, 'snapshot');
    await write(snapshot);
    const measured: Restarted[] = [];
    for (let index = 0; index < restarts; index += 1) measured.push(await restarted(snapshot));
    const firsts = measured.map(({ first }) => first);
    const least = Math.min(...measured.map(({ stale }) => stale));
    const opening = median(measured.map(({ opening }) => opening));
    const rows: Row[] = [
      {
        what: 'served, and stale',
        measured: `${least.toLocaleString('en')} prompts`,
        target: { text: 'all of them', met: least === count },
      },
      { what: 'createPrompts', measured: `${opening.toFixed(0)} ms, the median` },
      {
        what: 'first get once it resolved',
        measured: `${Math.max(...firsts).toFixed(2)} ms, the slowest; ${median(firsts).toFixed(2)} ms, the median`,
        target: { text: `≤ ${limit} ms`, met: Math.max(...firsts) <= limit },
      },
    ];
    const size = `${count.toLocaleString('en')} prompts of 4 KB in the snapshot`;
    return { title: `Restart while source and store are down, ${size}, ${restarts} new processes`, rows };
  });
}

async function write(snapshot: string): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `prompt-${index}`);
  const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
    systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'memory', config: { name } }])),
    providers: [{ name: 'memory', load: async () => ({ content: text }) }],
    cache: { snapshot },
  });
  await prompts.refresh();
  await prompts.close();
}

async function restarted(snapshot: string): Promise<Restarted> {
  const child = fork(new URL('./restarted.ts', import.meta.url), [snapshot, `${count}`]);
  const [measured] = await once(child, 'message');
  await once(child, 'exit');
  return measured;
}
