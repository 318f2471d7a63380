import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Certificate } from './certificates.ts';
import { UnavailableServer } from './test-server.ts';

// Reads process ids; when the writer is gone, however that came, ends the last one and removes the folder.
const guardScript = `
while read -r line; do pid=$line; done
[ -z "$pid" ] || kill -KILL "$pid"
rm -rf "$1" || { sleep 1; rm -rf "$1"; }`;

/** How programs of a server are started. */
interface ProgramOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

/** The temporary folder of one server. It goes with this process, even if that is killed. */
export class ServerHome {
  readonly path: string;
  /** Nothing of the developer's environment reaches the server, nor do the rights of root. */
  readonly options: ProgramOptions;
  readonly #guard;
  readonly #removed: Promise<unknown>;

  private constructor(path: string, account: { uid: number; gid: number } | undefined) {
    this.path = path;
    this.options = { cwd: path, env: { PATH: process.env.PATH, LC_ALL: 'C' }, ...account };
    // In a process group of its own: Ctrl-C is for the tests.
    this.#guard = spawn('sh', ['-c', guardScript, 'guard', path], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#removed = once(this.#guard, 'close');
  }

  /** @throws UnavailableServer on Windows. */
  static async make(): Promise<ServerHome> {
    if (process.platform === 'win32') throw new UnavailableServer('servers for tests need Linux or macOS');
    const path = await mkdtemp(join(tmpdir(), 'prompts-server-'));
    const account = process.getuid?.() === 0 ? nobody() : undefined;
    if (account) await chown(path, account.uid, account.gid);
    return new ServerHome(path, account);
  }

  /** Whether this process is root's, and the server is not. */
  get dropsPrivileges(): boolean {
    return this.options.uid !== undefined;
  }

  at(file: string): string {
    return join(this.path, file);
  }

  /** Keeps what a server shows for its clients where only the server reads it. @returns the paths of both files. */
  async keep({ certificate, key }: Certificate): Promise<{ certificate: string; key: string }> {
    const paths = { certificate: this.at('server.pem'), key: this.at('server.key') };
    const { uid, gid } = this.options;
    for (const [path, text] of [
      [paths.certificate, certificate],
      [paths.key, key],
    ] as const) {
      await writeFile(path, text, { mode: 0o600 });
      if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
    }
    return paths;
  }

  /** Runs a program to its end. Rejects with what it wrote if it fails. */
  async run(program: string, ...args: string[]): Promise<void> {
    await promisify(execFile)(program, args, this.options);
  }

  /** The process that must not outlive this one; none if undefined. */
  guard(pid: number | undefined): void {
    this.#guard.stdin.write(`${pid ?? ''}\n`);
  }

  /** Again does nothing. */
  async remove(): Promise<void> {
    this.#guard.stdin.end();
    await this.#removed;
  }
}

function nobody(): { uid: number; gid: number } {
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}
