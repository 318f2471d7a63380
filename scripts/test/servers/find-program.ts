import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UnavailableServer } from './test-server.ts';

/**
 * Finds a program.
 * @param packages The Debian packages that contain it, for the error.
 * @returns Its path.
 * @throws UnavailableServer if it is not installed.
 */
export function findProgram(program: string, packages: string): string {
  // Debian installs servers in folders that only root has in PATH.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/usr/libexec'];
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  if (found === undefined) throw new UnavailableServer(`${program} is not installed (apt-get install ${packages})`);
  return found;
}
