// Writes the API reference, as web pages, to the folder `api/`: from the docstrings of the built packages, as their users have them.
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The part of TypeDoc's reflections that is used here: a module, or one of its exports. */
interface Reflection {
  readonly name: string;
  readonly children?: readonly Reflection[];
  /** The signatures of a function, which have its docstring. */
  readonly signatures?: readonly Reflection[];
  hasComment(): boolean;
  /** Whether it is another name for something else. */
  isReference(): boolean;
}

type Target = string | { readonly types?: string };

const repository = fileURLToPath(new URL('../..', import.meta.url));
const tools = createRequire(new URL('./tools/package.json', import.meta.url));
const { Application } = await import(pathToFileURL(tools.resolve('typedoc')).href);

/** A `/register` module exports nothing. */
const isDocumented = (path: string) => !path.endsWith('/register.d.ts');

async function findEntryPoints(): Promise<string[]> {
  const packages = join(repository, 'packages');
  const found = await Promise.all(
    (await readdir(packages)).map(async (name) => {
      const manifest = JSON.parse(await readFile(join(packages, name, 'package.json'), 'utf8'));
      const targets: Target[] = Object.values(manifest.exports ?? {});
      const types = targets.flatMap((target) => (typeof target === 'string' ? [] : (target.types ?? [])));
      return types.filter(isDocumented).map((path) => join(packages, name, path));
    }),
  );
  return found.flat();
}

function findUndocumented(modules: readonly Reflection[]): string[] {
  const isBare = (each: Reflection) =>
    !each.isReference() && ![each, ...(each.signatures ?? [])].some((part) => part.hasComment());
  return modules.flatMap(({ name, children = [] }) => children.filter(isBare).map((each) => `${name}: ${each.name}`));
}

const app = await Application.bootstrap({
  entryPoints: await findEntryPoints(),
  tsconfig: join(repository, 'scripts/docs/tsconfig.json'),
  name: '@prompts',
  readme: 'none',
  out: join(repository, 'api'),
  excludeExternals: true,
  excludePrivate: true,
  disableSources: true,
});
const project = await app.convert();
if (project !== undefined) {
  await app.generateOutputs(project);
  // TypeDoc's own validation does not look at declaration files.
  for (const name of findUndocumented(project.children ?? [])) app.logger.error(`${name} has no docstring`);
}
process.exitCode = project === undefined || app.logger.hasErrors() ? 1 : 0;
