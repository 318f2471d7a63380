import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { makeFolder } from '../test-support/folder.ts';

interface Held {
  readonly heap: number;
  readonly timers: number;
  readonly listeners: number;
  readonly values: number;
  /** Of the source, since the start. */
  readonly calls: number;
  /** Reads that gave nothing. */
  readonly missing: number;
}

it('holds no more after an hour of four processes than after half of it', { timeout: 120_000 }, async () => {
  await using folder = await makeFolder();
  const script = fileURLToPath(new URL('../test-support/soak-fleet.ts', import.meta.url));
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--expose-gc', '-C', '@prompts/source', script, folder.path]);
  const tenths: Held[] = JSON.parse(stdout);
  const half = tenths[4] as Held;
  const end = tenths[9] as Held;
  // In half an hour each process ends 1,800 TTLs of two prompts: of 70 bytes more at each, this tells.
  expect(end.heap - half.heap).toBeLessThan(1_000_000);
  for (const { timers, listeners, values, missing } of tenths) {
    // One for each text that is fresh; a record and perhaps a lease for each source.
    expect(timers).toBeLessThan(4 * 2 + 20);
    expect(values).toBeLessThanOrEqual(2 * 2);
    expect([listeners, missing]).toEqual([4, 0]);
  }
  // It was asked all the time.
  expect(end.calls - half.calls).toBeGreaterThanOrEqual(1800);
});
