// Builds and runs small apps outside the repository with the packed packages, one for each framework, bundler and runtime.
// Arguments choose apps by the names of their folders in `apps/`; without any, all of them run.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAppSources } from './app-sources.ts';
import { Checks } from './checks.ts';
import { command } from './command.ts';
import { appPackages, createApp } from './create-app.ts';
import { pack } from './pack.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const known = (await readdir(new URL('./apps', import.meta.url))).filter((name) => name !== 'shared');
const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !known.includes(name));
if (unknown.length > 0) throw new Error(`There is no app '${unknown.join("', '")}'. Choose from: ${known.join(', ')}`);

const folder = await mkdtemp(join(tmpdir(), 'prompts-apps-'));
const checks = new Checks();
try {
  const tarballs = await pack(repository, folder, appPackages);
  await using sources = await startAppSources(folder);
  // What bundlers write: a folder without node_modules, in it or above.
  await mkdir(join(folder, 'alone'));
  Object.assign(process.env, sources.environment);
  for (const name of chosen.length > 0 ? chosen : known) {
    const installing = createApp(folder, name, tarballs);
    await checks.run(`${name}: is installed`, async () => void (await installing));
    const app = await installing.catch(() => undefined);
    for (const title of Object.keys(app?.scripts ?? {})) {
      await checks.run(`${name}: ${title}`, async () => {
        const output = await command(app?.folder as string, 'npm', 'run', '--silent', title);
        if (!output.includes('Hello Ada, over HTTP.')) throw new Error(`printed: ${output}`);
      });
    }
    // Some take hundreds of megabytes.
    if (app) await rm(app.folder, { recursive: true });
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = checks.report() ? 0 : 1;
