// A process that serves a prompt and reports each text that it serves. Started by `publishing.ts`.
import { createPrompts } from '@prompts/core';
import { db } from '@prompts/provider-db';

const [connection, name] = process.argv.slice(2) as [string, string];
const prompts = await createPrompts({
  providers: [db({ connection })],
  systemPrompts: { it: { provider: 'db', config: { name } } },
  cache: { ttl: 3600 },
});
// This clock is the same in all processes.
const report = (content: string | undefined) =>
  process.send?.({ content, at: performance.timeOrigin + performance.now() });
prompts.on('change', () => report(prompts.peek('it')?.content));
report((await prompts.get('it')).content);
process.once('disconnect', () => void prompts.close());
