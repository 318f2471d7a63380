import { createPrompts, type ProviderEntry } from '@prompts/core';
import { fakeClock } from '@prompts/provider-testkit';
import { describe, expect, it } from 'vitest';
import { confluence } from './confluence.ts';
import { adf, adfParagraph } from './test-support/documents.ts';
import { startFakeConfluence } from './test-support/fake-confluence.ts';

const count = 1000;
const ids = Array.from({ length: count }, (_, index) => 1000 + index);

async function startSite(deployment: 'cloud' | 'data-center') {
  const fake = await startFakeConfluence({ deployment });
  const toBody = (text: string) => (deployment === 'cloud' ? adf(adfParagraph(text)) : `<p>${text}</p>`);
  for (const id of ids) {
    fake.write(id, {
      title: `Prompt ${id}`,
      body: toBody(`Text of ${id}, {{name}}.`),
      labels: ['prompt'],
      parentId: '999',
    });
  }
  let reported = 0;
  return {
    fake,
    toBody,
    /** Returns the number of requests since the last call. */
    takeCalls() {
      const calls = fake.calls().slice(reported);
      reported += calls.length;
      return calls.length;
    },
  };
}

async function startPrompts(systemPrompts: Record<string, ProviderEntry>) {
  const clock = fakeClock();
  const providers = [confluence({ allowHosts: ['127.0.0.1'] })];
  return createPrompts({ systemPrompts, providers, cache: { ttl: 60 }, clock });
}

describe.each(['cloud', 'data-center'] as const)(`${count} pages (%s)`, (deployment) => {
  it.each<[string, (id: number) => object, number]>([
    ['ids', (pageId) => ({ pageId }), 0],
    ['ids in a space', (pageId) => ({ pageId, spaceKey: 'AI' }), 0],
    // The space is listed to find the pages. On Cloud, this requires the id of the space.
    ['titles', (id) => ({ spaceKey: 'AI', title: `Prompt ${id}` }), deployment === 'cloud' ? 5 : 4],
  ])('by their %s take 4 requests and those that find them, and 4 requests to check', async (_, toConfig, extra) => {
    const { fake, toBody, takeCalls } = await startSite(deployment);
    const entry = (id: number): ProviderEntry => ({
      provider: 'confluence',
      config: { ...toConfig(id), ...fake.access },
    });
    const prompts = await startPrompts(Object.fromEntries(ids.map((id) => [`p${id}`, entry(id)])));
    const texts = await Promise.all(ids.map((id) => prompts.render(`p${id}`, { name: 'Ada' })));
    expect(texts[999]).toBe('Text of 1999, Ada.');
    expect(takeCalls()).toBe(4 + extra);

    expect((await prompts.refresh()).unchanged).toHaveLength(count);
    expect(takeCalls()).toBe(4);

    fake.write(1500, { body: toBody('New.') });
    expect((await prompts.refresh()).changed).toEqual(['p1500']);
    expect(takeCalls()).toBeLessThanOrEqual(5 + extra);
    expect((await prompts.get('p1500')).content).toBe('New.');
    await prompts.close();
    await fake.close();
  });

  it.each<[string, object, number, number]>([
    ['space', { spaceKey: 'AI' }, deployment === 'cloud' ? 1 : 0, 4],
    ['label', { spaceKey: 'AI', label: 'prompt' }, deployment === 'cloud' ? 2 : 0, 4],
    // On Cloud, the list of children has no versions and texts: these are requested for 250 pages at a time.
    ['page', { parentId: 999 }, deployment === 'cloud' ? 4 : 0, deployment === 'cloud' ? 8 : 4],
  ])('of a %s take 4 requests and those that find it', async (_, config, extra, unchanged) => {
    const { fake, toBody, takeCalls } = await startSite(deployment);
    const parent = fake.write(999, { title: 'Prompts', body: toBody('All prompts.'), labels: ['prompt'] });
    parent.status = 'trashed';
    if ('parentId' in config) parent.status = 'current';
    const prompts = await startPrompts({ 'team/*': { provider: 'confluence', config: { ...config, ...fake.access } } });
    expect((await prompts.get('team/prompt-1999')).content).toBe('Text of 1999, {{name}}.');
    expect((await prompts.get('team/prompt-1000')).content).toBe('Text of 1000, {{name}}.');
    expect(takeCalls()).toBe(4 + extra);
    await prompts.refresh();
    expect(takeCalls()).toBe(unchanged);
    await prompts.close();
    await fake.close();
  });
});
