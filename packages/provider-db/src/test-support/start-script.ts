import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Another process of Node. */
export interface Script {
  readonly process: ChildProcess;
  /** Its end: `code` or `signal`, and what it wrote to stderr. */
  readonly ended: Promise<{ code: number | null; signal: string | null; errors: string }>;
}

/** Starts a script of this folder, in its own process, from the sources. */
export function startScript(name: string, env: Record<string, string>): Script {
  const child = fork(join(import.meta.dirname, name), {
    // Node 22 warns of its own SQLite.
    execArgv: ['--conditions=@prompts/source', '--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, errors }));
  return { process: child, ended };
}
