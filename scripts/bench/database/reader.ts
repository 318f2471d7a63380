// A process that serves prompts and tells of each change that it has served. Started by `publishing.ts`.
import { createPrompts } from '@prompts/core';
import { db } from '@prompts/provider-db';

const [connection, name] = process.argv.slice(2) as [string, string];
const prompts = await createPrompts({
  providers: [db({ connection })],
  systemPrompts: { it: { provider: 'db', config: { name } } },
  cache: { ttl: 3600 },
});
// Times of two processes are told apart by the clock that both read.
const tell = (content: string | undefined) =>
  process.send?.({ content, at: performance.timeOrigin + performance.now() });
prompts.on('change', () => tell(prompts.peek('it')?.content));
tell((await prompts.get('it')).content);
process.once('disconnect', () => void prompts.close());
