import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';

/**
 * Publishes `examples/custom-provider` as the author of a provider would, who has no workspace.
 * @param folder Does not exist yet.
 * @param core The oldest version of core that it works with.
 */
export async function publishThirdParty(
  repository: string,
  folder: string,
  npmrc: string,
  core: string,
): Promise<void> {
  const example = join(repository, 'examples/custom-provider');
  const {
    private: _,
    devDependencies: __,
    ...manifest
  } = JSON.parse(await readFile(join(example, 'package.json'), 'utf8'));
  await mkdir(folder);
  for (const file of manifest.files) await cp(join(example, file), join(folder, file));
  const published = { ...manifest, peerDependencies: { '@prompts/core': `^${core}` } };
  await writeFile(join(folder, 'package.json'), JSON.stringify(published, undefined, 2));
  await writeFile(join(folder, '.npmrc'), npmrc);
  await command(folder, 'npm', 'publish');
}
