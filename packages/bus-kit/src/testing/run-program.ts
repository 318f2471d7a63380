import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs. It resolves when the program exits, and rejects with its output if that fails. */
export interface RunningProgram extends Promise<void> {
  /** Resolves when the output contains a text, or the program has ended. */
  untilOutput(text: string): Promise<void>;
  /** Writes to the program's standard input. */
  write(text: string): void;
  /** Ends the program's standard input. */
  endInput(): void;
}

/** Milliseconds after which a program that doesn't exit is killed. */
const timeoutMs = 45_000;

/** Runs the code of a module in a separate process, with the options of Node that this process has. */
export function runProgram(code: string): RunningProgram {
  const args = [...process.execArgv, '--input-type=module', '--eval', code];
  const child = spawn(process.execPath, args, { timeout: timeoutMs });
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
    async untilOutput(text: string) {
      while (!written.includes(text) && child.exitCode === null) await once(output, 'data');
    },
    write: (text: string) => void child.stdin.write(text),
    endInput: () => void child.stdin.end(),
  });
}
