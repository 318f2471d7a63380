import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UnavailableServer } from './test-server.ts';

/**
 * @param packages Debian's names of what it comes with.
 * @returns a server's program. @throws UnavailableServer where it is not installed.
 */
export function findProgram(program: string, packages: string): string {
  // Debian keeps servers where only root looks.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/usr/libexec'];
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  if (found === undefined) throw new UnavailableServer(`${program} is not installed (apt-get install ${packages})`);
  return found;
}
