// A process of a fleet, which reads a prompt repeatedly and reports each text that it serves. Started by `fleet.ts`.
import { setTimeout as sleep } from 'node:timers/promises';
import { type MemberOptions, openMember } from './open-member.ts';

const { prompts, close } = await openMember(JSON.parse(process.argv[2] as string) as MemberOptions);
// This clock is the same in all processes.
const report = (content: string | undefined) =>
  process.send?.({ content, at: performance.timeOrigin + performance.now() });
prompts.on('change', () => report(prompts.peek('it')?.content));
report((await prompts.get('it')).content);
while (process.connected) {
  await prompts.get('it');
  await sleep(10);
}
await close();
