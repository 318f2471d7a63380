import { command } from './command.ts';
import type { Layout } from './layouts.ts';

/**
 * Compiles a program with a misspelt key, in a project with `@prompts/provider-http`.
 * @throws {Error} If it compiles, or fails for another reason.
 */
export async function checkTypo(folder: string, layout: Layout): Promise<void> {
  const options = [
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,dom',
  ];
  const output = await command(folder, ...layout.tsc, ...options, 'typo.ts').then(
    () => 'It compiles.',
    ({ message }: Error) => message,
  );
  const errors = output.split('\n').filter((line) => line.includes('error TS'));
  if (errors.length !== 1 || !errors[0]?.startsWith('typo.ts(8,') || !errors[0]?.includes("'ulr'"))
    throw new Error(output);
}
