// A process of a fleet: reads a prompt again and again, and tells of each text that it serves. Started by `fleet.ts`.
import { setTimeout as wait } from 'node:timers/promises';
import { type MemberOptions, openMember } from './open.ts';

const { prompts, close } = await openMember(JSON.parse(process.argv[2] as string) as MemberOptions);
// Times of two processes are told apart by the clock that both read.
const tell = (content: string | undefined) =>
  process.send?.({ content, at: performance.timeOrigin + performance.now() });
prompts.on('change', () => tell(prompts.peek('it')?.content));
tell((await prompts.get('it')).content);
while (process.connected) {
  await prompts.get('it');
  await wait(10);
}
await close();
