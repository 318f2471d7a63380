import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { installedBytes } from './installed-size.ts';
import type { Row, Table } from './report.ts';
import { median } from './rounds.ts';
import { coreAndProviders, type WorkspacePackage } from './workspace-packages.ts';

const execute = promisify(execFile);
const imports = 9;

/** What a package costs an app before it does anything. */
export async function weight(): Promise<Table> {
  const rows: Row[] = [];
  for (const workspacePackage of await coreAndProviders()) rows.push(await weigh(workspacePackage));
  return { title: 'Installed size with all dependencies, and import time', rows };
}

async function weigh({ folder, manifest, entry }: WorkspacePackage): Promise<Row> {
  const times: number[] = [];
  for (let index = 0; index < imports; index += 1) times.push(await importMilliseconds(entry));
  const megabytes = (await installedBytes(folder)) / 1e6;
  const row = { what: manifest.name, measured: `${megabytes.toFixed(1)} MB, ${Math.round(median(times))} ms` };
  if (manifest.name !== '@prompts/core') return row;
  const count = Object.keys(manifest.dependencies ?? {}).length;
  return {
    ...row,
    ratio: `${count} run-time dependencies`,
    target: { text: '≤ 3 run-time dependencies', met: count <= 3 },
  };
}

/** In a process of its own, where nothing is loaded yet. */
async function importMilliseconds(entry: string): Promise<number> {
  const program = `const started = performance.now(); await import(${JSON.stringify(pathToFileURL(entry).href)});
    console.log(performance.now() - started);`;
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', program]);
  return Number(stdout);
}
