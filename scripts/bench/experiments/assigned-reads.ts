import { createPrompts, type PromptHook } from '@prompts/core';
import { experiments } from '@prompts/experiments';
import { nanoseconds, type Table } from '../report.ts';
import { measureInTurns } from '../rounds.ts';

/** Stores results: V8 removes operations whose results are unused. */
const sink: { last?: unknown } = {};

const maxRatio = 1.1;
const maxExtraNanoseconds = 1000;
/** A power of 2. */
const users = 4096;
const contexts = Array.from({ length: users }, (_, index) => ({ userId: `user-${index}` }));

/** Measures reads while an experiment is running: of its prompt, and of one that has none. */
export async function assignedReads(): Promise<Table> {
  const variants = { control: 'support', friendly: 'support-friendly' };
  const tests = experiments({ tone: { prompt: 'support', variants, unit: 'userId' } });
  const [without, withTests] = await Promise.all([serve([]), serve([tests])]);
  const read = (prompts: Awaited<ReturnType<typeof serve>>, name: 'support' | 'greeting') => (times: number) => {
    for (let index = 0; index < times; index += 1) {
      sink.last = prompts.peek(name, { context: contexts[index & (users - 1)] as { userId: string } });
    }
  };
  const times = await measureInTurns({
    without: read(without, 'greeting'),
    other: read(withTests, 'greeting'),
    assigned: read(withTests, 'support'),
  });
  await Promise.all([without.close(), withTests.close()]);

  const of = (name: string) => times.get(name) as number;
  const ratio = of('other') / of('without');
  const extra = of('assigned') - of('without');
  return {
    title: 'peek while an experiment is running, time per read',
    rows: [
      { what: 'no hook', measured: nanoseconds(of('without')) },
      {
        what: 'a prompt without an experiment',
        measured: nanoseconds(of('other')),
        ratio: `${ratio.toFixed(2)} × no hook`,
        target: { text: `≤ ${maxRatio} × no hook`, met: ratio <= maxRatio },
      },
      {
        what: 'a prompt with an experiment',
        measured: nanoseconds(of('assigned')),
        ratio: `${nanoseconds(extra)} more`,
        target: { text: '≤ 1,000 ns more', met: extra <= maxExtraNanoseconds },
      },
    ],
  };
}

function serve(hooks: readonly PromptHook[]) {
  const systemPrompts = { greeting: 'Hello.', support: 'You help.', 'support-friendly': 'You help, gladly.' };
  return createPrompts({ systemPrompts, hooks: [...hooks] });
}
