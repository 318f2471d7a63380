import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Measures the import of a module in a process of its own, up to the end of its top-level awaits.
 * @param module Its URL.
 * @param environment Variables to add.
 * @returns The milliseconds, without the start of Node itself.
 */
export async function measureMs(module: URL, environment: Readonly<Record<string, string>> = {}): Promise<number> {
  const timed = `const started = performance.now(); await import(${JSON.stringify(module)});
    console.log(performance.now() - started); process.exit()`;
  const env = { ...process.env, ...environment };
  const { stdout } = await execute(process.execPath, ['--input-type=module', '--eval', timed], { env });
  return Number(stdout);
}
