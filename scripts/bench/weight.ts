import { execFile } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { measureInstalledBytes } from './installed-size.ts';
import type { Row, Table } from './report.ts';
import { median } from './rounds.ts';
import { findCoreAndProviders, type WorkspacePackage } from './workspace-packages.ts';

const execute = promisify(execFile);
const importCount = 9;

/** Measures the installed size and the import time of each package. */
export async function weight(): Promise<Table> {
  const rows: Row[] = [];
  for (const workspacePackage of await findCoreAndProviders()) rows.push(await weigh(workspacePackage));
  return { title: 'Installed size with all dependencies, and time to import', rows };
}

async function weigh({ folder, manifest, entry }: WorkspacePackage): Promise<Row> {
  const times: number[] = [];
  for (let index = 0; index < importCount; index += 1) times.push(await measureImportMs(entry));
  const megabytes = (await measureInstalledBytes(folder)) / 1e6;
  const row = { what: manifest.name, measured: `${megabytes.toFixed(1)} MB, ${Math.round(median(times))} ms` };
  if (manifest.name !== '@prompts/core') return row;
  const count = Object.keys(manifest.dependencies ?? {}).length;
  return {
    ...row,
    ratio: `${count} runtime dependencies`,
    target: { text: '≤ 3 runtime dependencies', met: count <= 3 },
  };
}

/** Imports a module in a new process. @returns The milliseconds it took. */
async function measureImportMs(entry: string): Promise<number> {
  const program = `const started = performance.now(); await import(${JSON.stringify(pathToFileURL(entry).href)});
    console.log(performance.now() - started);`;
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', program]);
  return Number(stdout);
}
