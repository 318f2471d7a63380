import { expect, it } from 'vitest';
import { createPrompts, type LoadContext, type PromptTemplate } from './node/index.ts';
import { fakeClock } from './testing/fake-clock.ts';
import { settled } from './testing/settled.ts';

const short = { content: 'short', version: '1' };
const long = { content: 'a longer text, which only one entry accepts', version: '2' };

/** Serves one text under two names, one of which accepts only short texts. */
async function serve(provider: 'refresh' | 'changedSince') {
  const clock = fakeClock();
  const source: { template: PromptTemplate } = { template: short };
  const load = async () => ({ ...source.template });
  const isSame = (other?: PromptTemplate) => other?.version === source.template.version;
  const methods = {
    refresh: {
      refresh: async (_: unknown, { previous }: LoadContext) => (previous && isSame(previous) ? previous : load()),
    },
    changedSince: {
      changedSince: async (entries: readonly { template: PromptTemplate }[]) =>
        entries.flatMap(({ template }, index) => (isSame(template) ? [] : [index])),
    },
  };
  const prompts = await createPrompts({
    systemPrompts: {
      any: { provider: 'p', config: {}, required: true },
      short: { provider: 'p', config: {}, required: true, cache: { maxBytes: 10 } },
    },
    providers: [{ name: 'p', load, ...methods[provider] }],
    clock,
  });
  await settled();
  const events: string[] = [];
  for (const event of ['change', 'stale', 'recovered'] as const)
    prompts.on(event, ({ name }) => events.push(`${event} ${name}`));
  return { prompts, clock, source, events };
}

it.each(['refresh', 'changedSince'] as const)(
  'a text that one of two entries rejects changes the other once, and never makes the first one fresh (%s)',
  async (method) => {
    const { prompts, clock, source, events } = await serve(method);
    source.template = long;
    expect(await prompts.refresh()).toMatchObject({ changed: ['any'], unchanged: [], failed: [{ name: 'short' }] });
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(61_000);
      expect(await prompts.refresh()).toMatchObject({ changed: [], unchanged: ['any'], failed: [{ name: 'short' }] });
      await clock.advance(301_000);
      expect(await prompts.get('short')).toMatchObject({ content: 'short', version: '1', state: 'stale' });
      await settled();
    }
    expect(events).toEqual(['change any', 'stale short']);

    source.template = short;
    expect(await prompts.refresh()).toEqual({ changed: ['any'], unchanged: ['short'], failed: [] });
    expect(prompts.peek('any')).toMatchObject({ content: 'short', version: '1', state: 'fresh' });
    expect(prompts.peek('short')).toMatchObject({ content: 'short', version: '1', state: 'fresh' });
    await prompts.close();
  },
);
