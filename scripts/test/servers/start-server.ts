import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { childrenOf, signal } from './processes.ts';
import { ServerHome } from './server-home.ts';
import type { TestServer } from './test-server.ts';

/** What there is to know of a server whose folder is prepared. */
export interface ServerProgram {
  readonly url: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What it writes as soon as it accepts connections. */
  readonly ready: string;
  /** Ends it without waiting for its clients, and without damage. */
  readonly quit: NodeJS.Signals;
}

/**
 * @param prepare fills the server's folder.
 * @returns the server once it accepts connections. Rejects with what it wrote if it ends before.
 */
export async function startServer(prepare: (home: ServerHome) => Promise<ServerProgram>): Promise<TestServer> {
  const home = await ServerHome.make();
  try {
    const server = new ServerProcess(home, await prepare(home));
    await server.restart();
    return server;
  } catch (error) {
    await home.remove();
    throw error;
  }
}

class ServerProcess implements TestServer {
  readonly #home: ServerHome;
  readonly #program: ServerProgram;
  #child: ChildProcessByStdio<null, Readable, Readable> | undefined;
  #closed: Promise<void> = Promise.resolve();

  constructor(home: ServerHome, program: ServerProgram) {
    this.#home = home;
    this.#program = program;
  }

  get url(): string {
    return this.#program.url;
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('The server does not run.');
    return this.#child.pid;
  }

  async stop(): Promise<void> {
    await this.#quit();
    await this.#home.remove();
  }

  async kill(): Promise<void> {
    await this.pause();
    await this.#signalAll('SIGKILL');
    await this.#closed;
  }

  async restart(): Promise<void> {
    await this.#quit();
    const { command, args, ready } = this.#program;
    const child = spawn(command, args, { ...this.#home.options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    // Not 'exit': every process of the server holds the pipes, so this is the end of the last one.
    this.#closed = new Promise((resolve) => {
      child.once('close', () => {
        this.#child = undefined;
        this.#home.guard(undefined);
        resolve();
      });
    });
    this.#home.guard(child.pid);
    await untilReady(child, ready);
  }

  pause(): Promise<void> {
    return this.#signalAll('SIGSTOP');
  }

  resume(): Promise<void> {
    return this.#signalAll('SIGCONT');
  }

  async #quit(): Promise<void> {
    await this.resume();
    this.#child?.kill(this.#program.quit);
    await this.#closed;
  }

  /** The listening process comes first: once it is stopped, it starts no others. */
  async #signalAll(name: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    if (name !== 'SIGKILL') child.kill(name);
    for (const pid of await childrenOf(child.pid)) signal(pid, name);
    if (name === 'SIGKILL') child.kill(name);
  }
}

function untilReady(child: ChildProcessByStdio<null, Readable, Readable>, ready: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const listen = (chunk: string) => {
      output = (output + chunk).slice(-8192);
      if (output.includes(ready)) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', listen);
    child.stderr.setEncoding('utf8').on('data', listen);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`${child.spawnfile} ended before it was ready:\n${output}`)));
  });
}
