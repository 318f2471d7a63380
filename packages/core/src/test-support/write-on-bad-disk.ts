/**
 * A process that writes the generations 'old' and 'new' of a snapshot: `node write-on-bad-disk.ts <path> <call>` is killed
 * at that call of the second write. `node write-on-bad-disk.ts <path> <code>` has one call after the other fail, and tells
 * as JSON what came of each.
 */
import { readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { silentLogger } from '../logger.ts';
import { openSnapshotFile } from '../node/snapshot/snapshot-file.ts';
import { breakDisk, type DiskFault, mendDisk } from './bad-disk.ts';

const [path, fault] = process.argv.slice(2) as [string, string];
const call = Number(fault);
const file = openSnapshotFile(path, silentLogger);
const write = (text: string) => file.write(new Map(['a', 'b', 'c'].map((key) => [key, text + 'x'.repeat(10_000)])));
const textsRead = async () => [
  ...new Set([...(await file.read()).values()].map((text) => text.replace(/x{10000}$/, ''))),
];
const filesBeside = () => readdir(dirname(path));

if (call > 0) {
  await write('old');
  breakDisk(call, 'killed');
  await write('new');
  process.stdout.write('acknowledged');
} else {
  for (let each = 1; ; each += 1) {
    await write('old');
    breakDisk(each, fault as DiskFault);
    const code = await write('new').then(
      () => 'acknowledged',
      (error: NodeJS.ErrnoException) => error.code,
    );
    const broken = mendDisk();
    const left = (await filesBeside()).filter((name) => name.endsWith('.tmp'));
    const texts = await textsRead();
    await write('newer');
    const after = { texts: await textsRead(), files: await filesBeside() };
    process.stdout.write(`${JSON.stringify({ broken, code, texts, left, after })}\n`);
    if (broken === undefined) break;
  }
}
