import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mutation, mutate, type Subject } from './mutation.ts';

/** A copy of a provider with one mistake, or with none. */
export interface Mutant {
  readonly subject: Subject;
  readonly mutation: Mutation | undefined;
  /** The path of its conformance suite. */
  readonly suite: string;
}

/**
 * Copies a provider once for each mutation, and once unchanged. Nothing in the repository is modified.
 * @param repository The root folder of the repository.
 * @param target An existing folder for the copies.
 */
export async function createMutants(repository: string, subject: Subject, target: string): Promise<Mutant[]> {
  const original = join(repository, subject.folder);
  const mutations = [undefined, ...subject.mutations];
  return Promise.all(
    mutations.map(async (mutation, index) => {
      const folder = join(target, subject.name, String(index));
      await mkdir(folder, { recursive: true });
      await cp(original, folder, { recursive: true, filter: (path) => isNeeded(path.slice(original.length), subject) });
      // The copy uses the dependencies of the original, among them the sources of the other packages.
      await symlink(join(original, 'node_modules'), join(folder, 'node_modules'), 'junction');
      if (mutation !== undefined) {
        const path = join(folder, mutation.file);
        await writeFile(path, mutate(await readFile(path, 'utf8'), mutation));
      }
      return { subject, mutation, suite: join(folder, subject.suite) };
    }),
  );
}

/** Whether a copy needs a file: all but installed packages, builds, other tests, and the tsconfig, which extends another file. */
function isNeeded(path: string, { suite }: Subject): boolean {
  if (path.endsWith(suite)) return true;
  return !/[\\/](node_modules|dist|test-support|tsconfig\.json)$|\.test(-d)?\.[jt]s$/.test(path);
}
