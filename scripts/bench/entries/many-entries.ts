import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Table } from '../report.ts';

const count = 10_000;
const repetitions = 5;
const maxCreateMs = 200;
const maxLoadMs = 300;
const maxHeapRatio = 3;

interface Measured {
  readonly createMs: number;
  readonly loadMs: number;
  /** The texts alone, as strings in memory. */
  readonly textBytes: number;
  /** Everything else. */
  readonly ownBytes: number;
}

/** Measures what an app with many entries takes, each time in a process that has just started. All times are of the processor. */
export async function manyEntries(): Promise<Table> {
  const runs: Measured[] = [];
  for (let repetition = 0; repetition < repetitions; repetition += 1) runs.push(await measureOnce());
  const least = (key: keyof Measured) => Math.min(...runs.map((run) => run[key]));
  const [createMs, loadMs] = [least('createMs'), least('loadMs')];
  const [textBytes, ownBytes] = [least('textBytes'), least('ownBytes')];
  const heapBytes = textBytes + ownBytes;
  return {
    title: `${count.toLocaleString('en')} entries, whose texts take ${Math.round(textBytes / count)} bytes of memory each`,
    rows: [
      {
        what: 'createPrompts, without preload',
        measured: `${Math.round(createMs)} ms`,
        target: { text: `≤ ${maxCreateMs} ms`, met: createMs <= maxCreateMs },
      },
      {
        what: 'get of all, from a provider in memory',
        measured: `${Math.round(loadMs)} ms`,
        target: { text: `≤ ${maxLoadMs} ms`, met: loadMs <= maxLoadMs },
      },
      {
        what: 'heap',
        measured: `${Math.round(heapBytes / 1e6)} MB, ${Math.round(ownBytes / count)} bytes each besides the text`,
        ratio: `${(heapBytes / textBytes).toFixed(2)} × the texts`,
        target: { text: `≤ ${maxHeapRatio} × the texts`, met: heapBytes <= maxHeapRatio * textBytes },
      },
    ],
  };
}

async function measureOnce(): Promise<Measured> {
  const script = fileURLToPath(new URL('load-entries.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(count)]);
  return JSON.parse(stdout);
}
