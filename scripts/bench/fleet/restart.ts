import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createPrompts } from '@prompts/core';
import type { Row, Table } from '../report.ts';
import { median } from '../rounds.ts';
import { text } from '../sample.ts';
import type { Restarted } from './restarted.ts';
import { withFolder } from './with-folder.ts';

const count = 1_000;
const restarts = 5;
const maxFirstGetMs = 5;

/** Measures what an app serves if it starts while neither its source nor its store responds. */
export function restart(): Promise<Table> {
  return withFolder(async (folder) => {
    const snapshot = join(folder, 'snapshot');
    await writeSnapshot(snapshot);
    const measured: Restarted[] = [];
    for (let index = 0; index < restarts; index += 1) measured.push(await startApp(snapshot));
    const firsts = measured.map(({ first }) => first);
    const least = Math.min(...measured.map(({ stale }) => stale));
    const opening = median(measured.map(({ opening }) => opening));
    const rows: Row[] = [
      {
        what: 'prompts served as stale',
        measured: `${least.toLocaleString('en')} prompts`,
        target: { text: `all ${count.toLocaleString('en')}`, met: least === count },
      },
      { what: 'time of createPrompts', measured: `median ${opening.toFixed(0)} ms` },
      {
        what: 'time of the first get',
        measured: `max ${Math.max(...firsts).toFixed(2)} ms, median ${median(firsts).toFixed(2)} ms`,
        target: { text: `≤ ${maxFirstGetMs} ms`, met: Math.max(...firsts) <= maxFirstGetMs },
      },
    ];
    const size = `${count.toLocaleString('en')} prompts of 4 KB in the snapshot`;
    return { title: `Restart while source and store are down (${size}, ${restarts} restarts)`, rows };
  });
}

async function writeSnapshot(snapshot: string): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `prompt-${index}`);
  const prompts = await createPrompts<Record<string, { provider: string; config: object }>>({
    systemPrompts: Object.fromEntries(names.map((name) => [name, { provider: 'memory', config: { name } }])),
    providers: [{ name: 'memory', load: async () => ({ content: text }) }],
    cache: { snapshot },
  });
  await prompts.refresh();
  await prompts.close();
}

async function startApp(snapshot: string): Promise<Restarted> {
  const child = fork(new URL('./restarted.ts', import.meta.url), [snapshot, `${count}`]);
  const [measured] = await once(child, 'message');
  await once(child, 'exit');
  return measured;
}
