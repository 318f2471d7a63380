import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder outside the repository, in which the dependencies of generated packages are found. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

const dependencies = fileURLToPath(new URL('../../node_modules', import.meta.url));

export async function makeTemporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'create-prompts-provider-'));
  // Windows allows links to folders only as junctions.
  await symlink(dependencies, join(path, 'node_modules'), 'junction');
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
