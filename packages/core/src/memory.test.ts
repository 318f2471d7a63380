import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createPrompts } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

it('does not keep the texts that it no longer serves', async () => {
  const provider = new ScriptedProvider('one');
  await using prompts = await createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {} } },
    providers: [provider],
  });
  const before = new WeakRef(await prompts.get('it'));
  await prompts.get('it');
  provider.answer = 'two';
  await prompts.refresh('it');
  // A WeakRef holds its object until the end of the turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  expect(before.deref()).toBeUndefined();
});
