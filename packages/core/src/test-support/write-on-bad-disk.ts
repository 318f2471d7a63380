/**
 * A process that writes the generations 'old' and 'new' of a snapshot.
 *
 * - `node write-on-bad-disk.ts <path> <number>` is killed at that call to the disk of the second write.
 * - `node write-on-bad-disk.ts <path> <code>` repeats both writes. In each round another call fails with that error code;
 *   the results of each round are printed as a line of JSON.
 */
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { silentLogger } from '../logger.ts';
import { openSnapshotFile } from '../node/snapshot/snapshot-file.ts';
import { breakDisk, type DiskFault, repairDisk } from './bad-disk.ts';

const [path, fault] = process.argv.slice(2) as [string, string];
const fatalCall = Number(fault);
const file = openSnapshotFile(path, silentLogger);
const write = (text: string) => file.write(new Map(['a', 'b', 'c'].map((key) => [key, text + 'x'.repeat(10_000)])));
const readTexts = async () => [
  ...new Set([...(await file.read()).values()].map((text) => text.replace(/x{10000}$/, ''))),
];
const listFolder = () => readdir(dirname(path));

if (fatalCall > 0) {
  await write('old');
  breakDisk(fatalCall, 'killed');
  await write('new');
  process.stdout.write('acknowledged');
} else {
  for (let callNumber = 1; ; callNumber += 1) {
    await write('old');
    breakDisk(callNumber, fault as DiskFault);
    const code = await write('new').then(
      () => 'acknowledged',
      (error: NodeJS.ErrnoException) => error.code,
    );
    const failedCall = repairDisk();
    const leftovers = (await listFolder()).filter((name) => name.endsWith('.tmp'));
    const texts = await readTexts();
    await write('newer');
    const after = { texts: await readTexts(), files: await listFolder() };
    process.stdout.write(`${JSON.stringify({ failedCall, code, texts, leftovers, after })}\n`);
    if (failedCall === undefined) break;
  }
}
