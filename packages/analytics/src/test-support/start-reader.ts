import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Another process that reads prompts. */
export interface Reader {
  readonly process: ChildProcess;
  /** Resolves when the process exits. `errors` is its stderr. */
  readonly exited: Promise<{ code: number | null; errors: string }>;
  /** The number of reads that it has seen in the store. */
  flushedReads(): number;
}

/** Starts `reader-process.ts`, with its settings as environment variables. */
export function startReader(settings: Readonly<Record<string, string>>): Reader {
  const child = fork(join(import.meta.dirname, 'reader-process.ts'), {
    // In Node 22, `node:sqlite` emits a warning.
    execArgv: ['--conditions=@prompts/source', '--disable-warning=ExperimentalWarning'],
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    errors += chunk;
  });
  let flushed = 0;
  child.on('message', (reads) => {
    flushed = Number(reads);
  });
  const exited = once(child, 'close').then(([code]) => ({ code, errors }));
  return { process: child, exited, flushedReads: () => flushed };
}
