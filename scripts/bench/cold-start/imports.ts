import { budgets } from '../../release/budgets.ts';
import type { Table } from '../report.ts';
import { median } from '../rounds.ts';
import { measureMs } from './measure-ms.ts';

const rounds = 7;

/** Measures how long the import of each package takes in a fresh process, compared with undici, which apps often load as well. */
export async function imports(): Promise<Table> {
  const modules: readonly [name: string, module: URL][] = [
    ['undici', new URL(import.meta.resolve('undici'))],
    ...Object.keys(budgets).map((name): [string, URL] => [name, entryOf(name)]),
  ];
  const times: number[][] = modules.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [, module]] of modules.entries()) times[index]?.push(await measureMs(module));
  }
  const [baseline = Number.NaN, ...others] = times.map(median);
  const rows = Object.entries(budgets).map(([name, { importRatio }], index) => {
    const milliseconds = others[index] as number;
    const ratio = milliseconds / baseline;
    return {
      what: name,
      measured: `${milliseconds.toFixed(0)} ms`,
      ratio: `${ratio.toFixed(2)} × undici`,
      target: { text: `≤ ${importRatio} × undici`, met: ratio <= importRatio },
    };
  });
  return {
    title: 'Import in a fresh process',
    rows: [{ what: 'undici', measured: `${baseline.toFixed(0)} ms` }, ...rows],
  };
}

/** @returns The built module that an app on Node imports. */
function entryOf(name: string): URL {
  const dist = new URL(`../../../packages/${name.replace('@prompts/', '')}/dist/`, import.meta.url);
  return new URL(name === '@prompts/core' ? 'node/index.js' : 'index.js', dist);
}
