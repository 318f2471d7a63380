import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { findChildren, signal } from './processes.ts';
import { ServerHome } from './server-home.ts';
import type { TestServer } from './test-server.ts';

/** How to run a server in its prepared folder. */
export interface ServerProgram {
  readonly url: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The text that it prints when it accepts connections. */
  readonly ready: string;
  /** The signal that stops it cleanly without waiting for clients. */
  readonly quit: NodeJS.Signals;
}

/**
 * Starts a server.
 * @param prepare Prepares the server's folder.
 * @returns The server, when it accepts connections.
 * @throws With its output if it ends before.
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
    if (this.#child?.pid === undefined) throw new Error('the server is not running');
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
    // Unlike 'exit', 'close' waits for all processes of the server, which share the pipes.
    this.#closed = new Promise((resolve) => {
      child.once('close', () => {
        this.#child = undefined;
        this.#home.guard(undefined);
        resolve();
      });
    });
    this.#home.guard(child.pid);
    await waitUntilReady(child, ready);
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

  /** Stops the listening process first, so that it starts no further processes. */
  async #signalAll(name: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined) return;
    if (name !== 'SIGKILL') child.kill(name);
    for (const pid of await findChildren(child.pid)) signal(pid, name);
    if (name === 'SIGKILL') child.kill(name);
  }
}

function waitUntilReady(child: ChildProcessByStdio<null, Readable, Readable>, ready: string): Promise<void> {
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
