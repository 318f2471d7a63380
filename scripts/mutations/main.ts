import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createMutants, type Mutant } from './create-mutants.ts';
import { customProvider } from './custom-provider.ts';
import { httpProvider } from './http-provider.ts';
import { runSuites, type SuiteResult } from './run-suites.ts';

/** The number of mutants that the conformance suite must find. */
const minCaught = 60;

const repository = resolve(import.meta.dirname, '../..');
const folder = await realpath(await mkdtemp(join(tmpdir(), 'mutations-')));
try {
  const copies = await Promise.all(
    [customProvider, httpProvider].map((subject) => createMutants(repository, subject, folder)),
  );
  const [unchanged = [], mutants = []] = [true, false].map((isUnchanged) =>
    copies.flat().filter(({ mutation }) => (mutation === undefined) === isUnchanged),
  );
  for (const [{ subject }, { failed }] of await run(unchanged)) {
    if (failed !== undefined) throw new Error(`the check ${failed} fails for ${subject.name} without a mutation`);
  }
  const results = await run(mutants);
  const harmWidth = Math.max(...mutants.map(({ mutation }) => mutation?.harm.length ?? 0));
  for (const [{ subject, mutation }, { failed }] of results) {
    console.log(`${subject.name.padEnd(15)}  ${mutation?.harm.padEnd(harmWidth)}  ${failed ?? 'SURVIVED'}`);
  }
  const caught = results.filter(([, { failed }]) => failed !== undefined);
  console.log(`${caught.length} of ${results.length} caught`);
  process.exitCode = caught.length >= minCaught ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Runs the suites of mutants. @throws {Error} If one can't be loaded: its mutation would prove nothing. */
async function run(mutants: readonly Mutant[]): Promise<(readonly [Mutant, SuiteResult])[]> {
  const suites = mutants.map(({ suite }) => suite);
  const results = await runSuites(folder, suites);
  return mutants.map((mutant) => {
    const result = results.get(mutant.suite);
    if (result === undefined || result.loadError !== undefined) {
      const reason = result?.loadError ?? 'it did not run';
      throw new Error(`${mutant.subject.name} with '${mutant.mutation?.harm}' can't be tested: ${reason}`);
    }
    return [mutant, result];
  });
}
