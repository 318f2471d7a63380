import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a program to its end.
 * @param folder The working directory.
 * @returns Its standard output.
 * @throws {Error} With its whole output if its exit code is not 0 or it takes more than ten minutes, which only a program that hangs does.
 */
export async function command(folder: string, file: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await execute(file, args, { cwd: folder, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error([`${file} ${args.join(' ')}`, stdout, stderr || message].join('\n').trim());
  }
}
