import { startProxy, type WireFault } from '@prompts/bus-kit/testing';
import { expect, test } from 'vitest';
import { db } from '../db.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { load } from '../test-support/load.ts';
import { openProxiedDatabase } from '../test-support/open-proxied-database.ts';
import { publishPrompt } from '../writing/publish.ts';

const servers = ['postgres', 'mariadb'] as const;
const faults = ['malformed', 'cut-body', 'reset'] as const satisfies WireFault[];

/** Starts a proxy in front of a database with one prompt, and a provider that reads it through the proxy. */
async function start(dialect: (typeof servers)[number]) {
  const database = await createMigratedDatabase(dialect);
  await publishPrompt(database.knex, { name: 'review', content: 'You review.' });
  const proxy = await startProxy(database.url);
  const provider = db({ connection: proxy.url });
  return {
    proxy,
    read: async (signal?: AbortSignal) => (await load(provider, { name: 'review' }, signal)).content,
    async [Symbol.asyncDispose]() {
      await provider.close?.();
      await proxy.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

test.for(servers.flatMap((dialect) => faults.map((fault) => [fault, dialect] as const)))(
  'a connection that breaks (%s) at any statement of a read is not used again on %s',
  async ([fault, dialect]) => {
    await using database = await createMigratedDatabase(dialect);
    await publishPrompt(database.knex, { name: 'review', content: 'You review.' });
    let brokenStatement = 0;
    let sent = 0;
    await using proxied = await openProxiedDatabase(database.url, (proxy) => {
      sent += 1;
      if (sent === brokenStatement) proxy.fail(fault);
    });
    const read = async () => (await load(db({ knex: proxied.knex }), { name: 'review' })).content;
    expect(await read()).toBe('You review.');
    const statements = sent;
    for (brokenStatement = 1; brokenStatement <= statements; brokenStatement += 1) {
      sent = 0;
      const outcome = await read().catch((error: unknown) => error);
      // A connection that breaks after the text was read does no harm.
      if (outcome !== 'You review.') expect(outcome).toMatchObject({ code: 'UNAVAILABLE' });
      expect(sent).toBeGreaterThanOrEqual(brokenStatement);
      proxied.proxy.fail(undefined);
      sent = Number.NEGATIVE_INFINITY;
      expect(await read()).toBe('You review.');
    }
  },
);

test.for(servers)('an aborted read of a server that hangs leaves room for the next one on %s', async (dialect) => {
  await using server = await start(dialect);
  expect(await server.read()).toBe('You review.');
  server.proxy.fail('hang');
  for (let attempt = 1; attempt <= 12; attempt += 1) {
    const calls = server.proxy.calls();
    const aborting = new AbortController();
    const reading = server.read(aborting.signal);
    await expect.poll(() => server.proxy.calls()).toBeGreaterThan(calls);
    aborting.abort(new Error('aborted by the test'));
    await expect(reading).rejects.toThrow('aborted by the test');
  }
  // One cancels the query of the connection that was open before.
  await expect.poll(() => server.proxy.connections()).toBeLessThanOrEqual(1);
  server.proxy.fail(undefined);
  expect(await server.read()).toBe('You review.');
});
