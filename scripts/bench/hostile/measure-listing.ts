import { createPrompts, type ListedPrompt, type PromptProvider } from '@prompts/core';
import { processorMs } from './processor-time.ts';

const repetitions = 5;

interface Config {
  readonly id: number;
}

/** How long this thread was busy with a listing. */
interface ListingTimes {
  /** With the first one. */
  readonly firstMs: number;
  /** With the same once more. */
  readonly againMs: number;
  /** With one whose versions are all different, and with loading the texts. */
  readonly changedMs: number;
}

/** Measures listings. The first ones contain their texts. @param nameAt The name of an item. */
export async function measureListing(count: number, nameAt: (index: number) => string): Promise<ListingTimes> {
  const least = { firstMs: Infinity, againMs: Infinity, changedMs: Infinity };
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    const times = await measureOnce(count, nameAt);
    for (const key of Object.keys(least) as (keyof ListingTimes)[]) least[key] = Math.min(least[key], times[key]);
  }
  return least;
}

async function measureOnce(count: number, nameAt: (index: number) => string): Promise<ListingTimes> {
  let version = '1';
  const toTemplate = (id: number) => ({ content: `text ${id}, version ${version}`, version });
  const provider: PromptProvider<Config> = {
    name: 'memory',
    load: async (config) => toTemplate(config.id),
    loadMany: async (configs) => configs.map(({ id }) => toTemplate(id)),
    list: async (): Promise<ListedPrompt<Config>[]> =>
      Array.from({ length: count }, (_, id) => {
        const template = version === '1' ? toTemplate(id) : undefined;
        return { name: nameAt(id), config: { id }, version, template };
      }),
  };
  const systemPrompts = { 'all/*': { provider: 'memory', config: {}, required: true } };
  const options = { providers: [provider], systemPrompts, logger: false } as const;
  let prompts: Awaited<ReturnType<typeof createPrompts<typeof systemPrompts>>> | undefined;
  const firstMs = await processorMs(async () => {
    prompts = await createPrompts(options);
  });
  const againMs = await processorMs(async () => prompts?.refresh());
  version = '2';
  const changedMs = await processorMs(async () => prompts?.refresh());
  const listed = prompts?.list() ?? [];
  if (listed.length < count || listed.some((summary) => summary.version !== version)) {
    throw new Error(`only ${listed.length} members were listed, or not all in version ${version}`);
  }
  await prompts?.close();
  return { firstMs, againMs, changedMs };
}
