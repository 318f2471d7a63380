import { createPrompts } from '@prompts/core';
import type { Usage } from '../usage.ts';

/** An app with the one prompt `it`, for tests of what happens to its counts. */
export async function createApp(usage: Usage<string>) {
  const prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage], logger: false });
  return {
    read(times: number): void {
      for (let read = 0; read < times; read += 1) prompts.peek('it');
    },
    close: () => prompts.close(),
  };
}

/** Returns the number of reads that the store holds. */
export async function countReads(usage: Usage<string>): Promise<number> {
  const [row] = await usage.query();
  return row?.reads ?? 0;
}
