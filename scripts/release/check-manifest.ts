import { deepStrictEqual } from 'node:assert';
import { command } from './command.ts';

const repositoryUrl = 'https://github.com/prompts/prompts';

/**
 * Checks that a packed package says on its page where it comes from, what may use it, and what a bundler may drop.
 * @throws {Error} If a field is missing or differs.
 */
export async function checkManifest(folder: string, tarball: string): Promise<void> {
  const manifest = JSON.parse(await command(folder, 'tar', '-xOzf', tarball, 'package/package.json'));
  const { name, repository, homepage, bugs, license, engines, keywords, sideEffects } = manifest;
  const directory = `packages/${String(name).replace('@prompts/', '')}`;
  deepStrictEqual(
    { repository, homepage, bugs, license, engines },
    {
      repository: { type: 'git', url: `git+${repositoryUrl}.git`, directory },
      homepage: `${repositoryUrl}/tree/main/${directory}#readme`,
      bugs: `${repositoryUrl}/issues`,
      license: 'MIT',
      engines: { node: '>=22.19' },
    },
  );
  if (!keywords?.includes('prompts')) throw new Error(`the keywords of ${name} don't include 'prompts'`);
  if (sideEffects !== false && !Array.isArray(sideEffects)) throw new Error(`${name} does not say its sideEffects`);
}
