/**
 * A process that serves a prompt and can't write its snapshot: `node serve-on-bad-disk.ts <root> <text> [<uid> <gid>]`.
 * With a user, it runs as that user. Prints as JSON what it serves before and after a refresh, the state of the snapshot,
 * and the warnings.
 */
import { createPrompts } from '../node/index.ts';
import { makeFolder } from './folder.ts';

const [root, text, uid, gid] = process.argv.slice(2) as [string, string, string?, string?];

async function serve(folder: string) {
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  const provider = { name: 'own', load: async () => ({ content: text }) };
  const prompts = await createPrompts({
    systemPrompts: { it: { provider: 'own', config: {} } },
    providers: [provider],
    cache: { snapshot: '.prompts/snapshot' },
    root: folder,
    logger,
    preload: false,
  });
  const restored = prompts.peek('it')?.content.slice(0, 3);
  await prompts.refresh();
  const served = (await prompts.get('it')).content.slice(0, 3);
  const { snapshot } = prompts.status();
  await prompts.close();
  return { restored, served, state: snapshot?.state, warnings };
}

/** Imports everything that is imported on demand: the user to become may not be able to read the sources. */
async function warmUp(): Promise<void> {
  await using folder = await makeFolder();
  await serve(folder.path);
}

if (uid !== undefined && gid !== undefined) {
  await warmUp();
  process.setgroups?.([]);
  process.setgid?.(Number(gid));
  process.setuid?.(Number(uid));
}
process.stdout.write(JSON.stringify(await serve(root)));
