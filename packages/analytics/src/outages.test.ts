import { setTimeout as sleep } from 'node:timers/promises';
import { fakeClock } from '@prompts/core/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startMariaDb } from '../../../scripts/test/servers/mariadb.ts';
import { orSkip } from '../../../scripts/test/servers/or-skip.ts';
import { startPostgres } from '../../../scripts/test/servers/postgres.ts';
import { createUsage } from './create-usage.ts';
import { countReads, createApp } from './test-support/create-app.ts';
import { recordedLogger } from './test-support/recorded-logger.ts';

const kinds = [
  { kind: 'PostgreSQL', start: () => startPostgres(), toStore: (url: string) => url },
  { kind: 'MariaDB', start: startMariaDb, toStore: (url: string) => new URL('mysql', url).href },
];

describe.each(kinds)('while $kind', ({ start, toStore }) => {
  test('is down, at the start, in between and at the end, nothing waits and nothing is lost', {
    timeout: 90_000,
  }, async () => {
    const server = await orSkip(start());
    onTestFinished(() => server.stop());
    await server.kill();
    const clock = fakeClock();
    const logger = recordedLogger();
    const usage = createUsage({ store: toStore(server.url), flush: 1, logger }, { clock });
    const app = await createApp(usage);
    app.read(1);
    await expect(usage.flush()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    app.read(2);
    await expect(usage.query()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.restart();
    app.read(4);
    expect(await countReads(usage)).toBe(7);

    await server.kill();
    app.read(8);
    await expect(usage.flush()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await server.restart();
    app.read(16);
    await usage.flush();

    await server.kill();
    app.read(32);
    const closing = usage.close();
    await sleep(500);
    await server.restart();
    await closing;
    expect(logger.warnings).toEqual([]);
    const observer = createUsage({ store: toStore(server.url) });
    expect(await countReads(observer)).toBe(63);
    await observer.close();
  });

  test('does not respond, a query and close end within 12 s', { timeout: 90_000 }, async () => {
    const server = await orSkip(start());
    onTestFinished(() => server.stop());
    const logger = recordedLogger();
    const usages = ['asked', 'closed'].map(() => createUsage({ store: toStore(server.url), logger }));
    const apps = await Promise.all(usages.map(createApp));
    for (const [index, usage] of usages.entries()) {
      apps[index]?.read(1);
      await usage.flush();
      apps[index]?.read(2);
    }
    await server.pause();
    const startedAt = performance.now();
    const [asked, closed] = usages;
    const results = await Promise.allSettled([asked?.query(), closed?.close()]);
    expect(performance.now() - startedAt).toBeLessThan(12_000);
    expect(results).toMatchObject([{ status: 'rejected', reason: { code: 'TIMEOUT' } }, { status: 'fulfilled' }]);
    expect(logger.warnings).toEqual([expect.stringMatching(/counts of 2 reads were not written before close/)]);
    await server.resume();
    if (asked) expect(await countReads(asked)).toBeGreaterThanOrEqual(4);
    await asked?.close();
  });
});

test('an outage is reported once, and its end', async () => {
  const clock = fakeClock();
  const logger = recordedLogger();
  let isUp = false;
  const store = () => {
    if (!isUp) throw new Error('the vault is sealed');
    return 'sqlite::memory:';
  };
  const usage = createUsage({ store, flush: 1, logger }, { clock });
  const app = await createApp(usage);
  onTestFinished(() => app.close());
  app.read(1);
  for (let wait = 0; wait < 3; wait += 1) await clock.advance(60_000);
  expect(logger.warnings).toEqual([expect.stringMatching(/the counts can't be written: .*function.* kept in memory/)]);
  isUp = true;
  app.read(2);
  await clock.advance(60_000);
  expect(await countReads(usage)).toBe(3);
  expect(logger.infos).toEqual(['analytics: the counts are written again']);
  expect(logger.warnings).toHaveLength(1);
});
