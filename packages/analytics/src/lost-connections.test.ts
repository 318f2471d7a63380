import { startProxy, type WireProxy } from '@prompts/bus-kit/testing';
import { openDatabase } from '@prompts/sql-kit';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';
import { createUsage } from './create-usage.ts';
import { countReads, createApp } from './test-support/create-app.ts';

/** @param onStatement Called before each statement is sent. */
async function startBehindProxy(url: string, onStatement: (proxy: WireProxy, sql: string) => void) {
  const proxy = await startProxy(url);
  const knex = openDatabase(proxy.url);
  knex.on('query', ({ sql }: { sql: string }) => onStatement(proxy, sql));
  const usage = createUsage({ store: knex, logger: false });
  const app = await createApp(usage);
  onTestFinished(async () => {
    proxy.fail(undefined);
    await app.close();
    await knex.destroy();
    await proxy.close();
  });
  return { proxy, usage, app };
}

describe.each(['postgres', 'mariadb'] as const)('a connection to %s', (dialect) => {
  test('that is lost at any statement neither loses nor doubles a read', async () => {
    await using database = await freshDatabase(dialect);
    let statements = 0;
    let failAt = Infinity;
    const { proxy, usage, app } = await startBehindProxy(database.url, (proxy) => {
      statements += 1;
      if (statements === failAt) proxy.fail('reset');
    });
    app.read(3);
    usage.record('it', { score: 1 });
    await usage.flush();
    statements = 0;
    app.read(3);
    usage.record('it', { score: 1 });
    await usage.flush();
    const perFlush = statements;
    expect(perFlush).toBeGreaterThan(5);
    for (failAt = 1; failAt <= perFlush; failAt += 1) {
      statements = 0;
      app.read(3);
      usage.record('it', { score: 1 });
      await expect(usage.flush()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
      proxy.fail(undefined);
    }
    failAt = Infinity;
    const [row] = await usage.query();
    expect(row).toMatchObject({ reads: 3 * (perFlush + 2), measures: { score: { count: perFlush + 2 } } });
  });

  test('that is lost after a commit, before it is confirmed, counts once', async () => {
    await using database = await freshDatabase(dialect);
    let isBroken = false;
    const { proxy, usage, app } = await startBehindProxy(database.url, (proxy, sql) => {
      if (isBroken && /^commit/i.test(sql)) proxy.fail('hang');
    });
    app.read(2);
    await usage.flush();
    isBroken = true;
    app.read(5);
    const flushing = usage.flush();
    const observer = createUsage({ store: database.url });
    onTestFinished(() => observer.close());
    await vi.waitFor(async () => expect(await countReads(observer)).toBe(7), { interval: 10, timeout: 20_000 });
    // Neither the confirmation arrives, nor do the next attempts.
    proxy.fail('reset');
    proxy.cut();
    await expect(flushing).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    isBroken = false;
    proxy.fail(undefined);
    app.read(1);
    expect(await countReads(usage)).toBe(8);
    expect(await countReads(observer)).toBe(8);
  });
});
