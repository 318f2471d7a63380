/** A process that writes texts to a snapshot, one at a time: `node put-in-snapshot.ts <path> <name> <count>`. */
import { silentLogger } from '../logger.ts';
import { openSnapshotFile } from '../node/snapshot/snapshot-file.ts';

const [path, name, count] = process.argv.slice(2) as [string, string, string];
const file = openSnapshotFile(path, silentLogger);
for (let number = 0; number < Number(count); number += 1) {
  await file.write(
    new Map([
      [`own-${name}-${number}`, `text ${number}`],
      ['shared', `${name} ${number}`],
    ]),
  );
}
