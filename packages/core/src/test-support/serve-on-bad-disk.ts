/**
 * A process that serves a prompt where it can't write its snapshot: `node serve-on-bad-disk.ts <root> <text> <user id?>`.
 * Prints as JSON what it serves before and after a refresh, the state of the snapshot, and what was told of it.
 */
import { createPrompts } from '../node/index.ts';
import '../persistence/attach-persistence.ts';
import '../node/snapshot/snapshot-file.ts';

const [root, text, userId] = process.argv.slice(2) as [string, string, string | undefined];
// After the imports: that user may not be able to read them.
if (userId !== undefined) process.setuid?.(Number(userId));
const warnings: string[] = [];
const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
const provider = { name: 'own', load: async () => ({ content: text }) };
const prompts = await createPrompts({
  systemPrompts: { it: { provider: 'own', config: {} } },
  providers: [provider],
  cache: { snapshot: '.prompts/snapshot' },
  root,
  logger,
  preload: false,
});
const restored = prompts.peek('it')?.content.slice(0, 3);
await prompts.refresh();
const served = (await prompts.get('it')).content.slice(0, 3);
const { snapshot } = prompts.status();
await prompts.close();
process.stdout.write(JSON.stringify({ restored, served, state: snapshot?.state, warnings }));
