import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs. Await it for its end; it rejects with what was written if that is no success. */
export interface RunningProgram extends Promise<void> {
  /** Waits until it has written a text. Its end is the end of the wait, too. */
  says(text: string): Promise<void>;
  tell(text: string): void;
  endInput(): void;
}

/** Milliseconds until a program that doesn't end is killed. */
const patience = 45_000;

/** Runs a module in a process of its own, against the sources of the packages. */
export function runProgram(code: string): RunningProgram {
  const args = ['--conditions=@prompts/source', '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, { timeout: patience });
  let written = '';
  const output = new EventTarget();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      written += text;
      output.dispatchEvent(new Event('data'));
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    output.dispatchEvent(new Event('data'));
    if (code !== 0) throw new Error(`The program ended with ${signal ?? code}:\n${written}`);
  });
  ended.catch(() => {});
  return Object.assign(ended, {
    async says(text: string) {
      while (!written.includes(text) && child.exitCode === null) await once(output, 'data');
    },
    tell: (text: string) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
  });
}
