import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { makeFolder } from '../test-support/folder.ts';

/** The resources in use after a tenth of the simulated hour. */
interface Tenth {
  readonly heapBytes: number;
  readonly timers: number;
  readonly listeners: number;
  readonly values: number;
  /** Calls of the source since the start. */
  readonly calls: number;
  /** Reads since the start that found nothing. */
  readonly missing: number;
}

it('a fleet of four processes uses no more memory after an hour than after half an hour', {
  timeout: 600_000,
}, async () => {
  await using folder = await makeFolder();
  const script = fileURLToPath(new URL('../test-support/soak-fleet.ts', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--expose-gc', '-C', '@prompts/source', script, folder.path]);
  const tenths: Tenth[] = JSON.parse(stdout);
  const half = tenths[4] as Tenth;
  const end = tenths[9] as Tenth;
  // In half an hour the TTLs of two prompts end 1,800 times in each of four processes: 70 leaked bytes each are too many.
  expect(end.heapBytes - half.heapBytes).toBeLessThan(1_000_000);
  for (const { timers, listeners, values, missing } of tenths) {
    // One timer per fresh text; a record and perhaps a lease per source.
    expect(timers).toBeLessThan(4 * 2 + 20);
    expect(values).toBeLessThanOrEqual(2 * 2);
    expect([listeners, missing]).toEqual([4, 0]);
  }
  // The source was called all the time.
  expect(end.calls - half.calls).toBeGreaterThanOrEqual(1800);
});
