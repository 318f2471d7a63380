/**
 * Reads three prompts in turn, `reads` times, and counts that in `store`. Records a measure every 1,000 reads. Sends the number
 * of its reads to the parent process after each flush that it has waited for. A message from there ends it.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createPrompts } from '@prompts/core';
import { analytics } from '../analytics.ts';

const { store = '', reads, flush } = process.env;
const usage = analytics({ store, flush: Number(flush) });
const prompts = await createPrompts({ systemPrompts: { a: 'A', b: 'B', c: 'C' }, hooks: [usage] });
const names = ['a', 'b', 'c'] as const;
let count = Number(reads);
process.once('message', () => {
  count = 0;
});
let read = 0;
while (read < count) {
  for (let step = 0; step < 1000 && read < count; step += 1) {
    prompts.peek(names[read % 3] ?? 'a');
    read += 1;
  }
  if (read % 1000 === 0) usage.record('a', { reads: 1000 });
  await nextTurn();
  if (read % 50_000 === 0) {
    const hasFlushed = await usage.flush().then(
      () => true,
      () => false,
    );
    if (hasFlushed) process.send?.(read);
  }
}
await prompts.close();
process.send?.(read);
process.disconnect();
