import { Client } from '@notionhq/client';
import { createPrompts, systemClock } from '@prompts/core';
import { fakeClock } from '@prompts/core/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { notion } from '../notion.ts';
import { paragraph } from '../test-support/fake-blocks.ts';
import { startFakeNotion } from '../test-support/fake-notion.ts';

afterEach(() => void vi.restoreAllMocks());

it('a cold load of 1,000 rows sends at most three requests in any second, and reports each text as it arrives', async () => {
  const clock = fakeClock();
  vi.spyOn(systemClock, 'now').mockImplementation(clock.now);
  vi.spyOn(systemClock, 'setTimeout').mockImplementation(clock.setTimeout);
  await using fake = await startFakeNotion();
  const { id: dataSourceId } = fake.dataSource();
  for (let row = 0; row < 1000; row += 1) fake.page([paragraph(`Text ${row}`)], { title: `Row ${row}`, dataSourceId });
  const sentAt: number[] = [];
  const client = new Client({
    auth: fake.token(),
    baseUrl: fake.url,
    fetch: ((url, init) => {
      sentAt.push(clock.now());
      return fetch(url, init as RequestInit);
    }) satisfies typeof fetch as never,
  });
  const provider = notion({ client });
  const systemPrompts = { 'support/*': { provider: 'notion', config: { dataSourceId } } } as const;
  await using prompts = await createPrompts({
    systemPrompts,
    providers: [provider],
    logger: false,
    clock: fakeClock(),
  });
  const changedAt: number[] = [];
  prompts.on('change', () => void changedAt.push(clock.now()));
  while (changedAt.length < 1000) await clock.advance(100);

  expect(sentAt).toHaveLength(1 + 10 + 1000);
  const crowded = sentAt.filter((time, index) => (sentAt[index + 3] ?? Infinity) < time + 1000);
  expect(crowded).toEqual([]);
  // Not much longer than necessary.
  expect(sentAt.at(-1)).toBeLessThan((1011 / 3) * 1000 * 1.5);
  const minutes = Array.from(
    { length: 5 },
    (_, minute) => changedAt.filter((time) => time < (minute + 1) * 60_000).length,
  );
  expect(minutes.map((count) => count > 0)).toEqual([true, true, true, true, true]);
  expect(minutes).toEqual(minutes.toSorted((a, b) => a - b));
});
