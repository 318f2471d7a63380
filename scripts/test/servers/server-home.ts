import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findUnprivilegedUser, makeFolderOf, type User } from '../unprivileged-user.ts';
import type { Certificate } from './certificates.ts';
import { UnavailableServer } from './test-server.ts';

// Reads process ids. When the writer ends, for whatever reason, kills the last one and removes the folder.
const guardScript = `
while read -r line; do pid=$line; done
[ -z "$pid" ] || kill -KILL "$pid"
rm -rf "$1" || { sleep 1; rm -rf "$1"; }`;

/** How programs of a server are started. */
interface ProgramOptions extends Partial<User> {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The temporary folder of one server. It is removed when this process ends, even if that is killed. */
export class ServerHome {
  readonly path: string;
  /** Servers get no variables of the developer's environment but PATH, and don't run as root. */
  readonly options: ProgramOptions;
  readonly #guard;
  readonly #removed: Promise<unknown>;

  private constructor(path: string, user: User | undefined) {
    this.path = path;
    this.options = { cwd: path, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...user };
    // Detached, so that Ctrl-C ends the tests only.
    this.#guard = spawn('sh', ['-c', guardScript, 'guard', path], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#removed = once(this.#guard, 'close');
  }

  /** @throws UnavailableServer on Windows. */
  static async make(): Promise<ServerHome> {
    if (process.platform === 'win32') throw new UnavailableServer('servers for tests need Linux or macOS');
    const user = findUnprivilegedUser();
    return new ServerHome(await makeFolderOf(user, 'prompts-server-'), user);
  }

  /** Whether the server runs as root, because this process is root and can't run programs as another user. */
  get runsAsRoot(): boolean {
    return process.getuid?.() === 0 && this.options.uid === undefined;
  }

  at(file: string): string {
    return join(this.path, file);
  }

  /** Writes a file that only the server can read. @returns Its path. */
  async write(file: string, text: string): Promise<string> {
    const path = this.at(file);
    await writeFile(path, text, { mode: 0o600 });
    const { uid, gid } = this.options;
    if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
    return path;
  }

  /** Writes a certificate and its key. @returns The paths of both files. */
  async writeCertificate({ certificate, key }: Certificate): Promise<{ certificate: string; key: string }> {
    return { certificate: await this.write('server.pem', certificate), key: await this.write('server.key', key) };
  }

  /** Runs a program to its end. Rejects with its output if it fails. */
  async run(program: string, ...args: string[]): Promise<void> {
    await promisify(execFile)(program, args, this.options);
  }

  /** Sets the process that is killed when this one ends; none if undefined. */
  guard(pid: number | undefined): void {
    this.#guard.stdin.write(`${pid ?? ''}\n`);
  }

  /** Removes the folder. A second call does nothing. */
  async remove(): Promise<void> {
    this.#guard.stdin.end();
    await this.#removed;
  }
}
