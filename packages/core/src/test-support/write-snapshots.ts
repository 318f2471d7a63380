/** A process that writes one generation after another until it is killed: `node write-snapshots.ts <path> <first>`. */
import { silentLogger } from '../logger.ts';
import { openSnapshotFile } from '../node/snapshot/snapshot-file.ts';

const [path, first] = process.argv.slice(2) as [string, string];
const file = openSnapshotFile(path, silentLogger);
for (let generation = Number(first); ; generation += 1) {
  const text = `${generation} ${'x'.repeat(10_000)}`;
  await file.write(new Map(Array.from({ length: 20 }, (_, number) => [`key-${number}`, text])));
  process.stdout.write(`${generation}\n`);
}
