import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A script that runs in another Node process. */
export interface Script {
  readonly process: ChildProcess;
  /** Resolves when the process exits. `errors` is its stderr. */
  readonly exited: Promise<{ code: number | null; signal: string | null; errors: string }>;
}

/** Starts a script of this folder. It imports the sources of all packages. */
export function startScript(name: string, env: Record<string, string>): Script {
  const child = fork(join(import.meta.dirname, name), {
    // In Node 22, `node:sqlite` emits a warning.
    execArgv: ['--conditions=@prompts/source', '--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  const exited = once(child, 'close').then(([code, signal]) => ({ code, signal, errors }));
  return { process: child, exited };
}
