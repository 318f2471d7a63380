import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { expectComplete } from '../test-support/expect-complete.ts';
import { migratedDatabase } from '../test-support/migrated-database.ts';
import { rowsOf } from '../test-support/rows-of.ts';
import { type Script, startScript } from '../test-support/start-script.ts';
import { publishPrompt } from './publish.ts';

/** Resolves when the process has told of so many versions. */
function published({ process }: Script, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let told = 0;
    process.on('message', () => {
      told += 1;
      if (told === count) resolve();
    });
    process.once('exit', () => reject(new Error(`ended after ${told} versions`)));
  });
}

/** Versions that each of eight processes publishes. */
const count = { sqlite: 100, postgres: 200, mariadb: 100 };

describe.each(dialects)('many processes on %s', (dialect) => {
  test('that publish one prompt at once make each version once', { timeout: 120_000 }, async () => {
    await using database = await migratedDatabase(dialect);
    const started = Array.from({ length: 8 }, () =>
      startScript('publish-process.ts', { DATABASE_URL: database.url, NAME: 'busy', COUNT: String(count[dialect]) }),
    );
    for (const { ended } of started) expect(await ended).toEqual({ code: 0, signal: null, errors: '' });
    expect(await expectComplete('busy', database.knex)).toBe(8 * count[dialect]);
  });

  test('that are killed while they publish leave whole versions', { timeout: 60_000 }, async () => {
    await using database = await migratedDatabase(dialect);
    const { url, knex } = database;
    const name = 'killed';
    const label = 'production';
    const killed = Array.from({ length: 4 }, async () => {
      const script = startScript('publish-process.ts', {
        DATABASE_URL: url,
        NAME: name,
        LABEL: label,
        COUNT: '100000',
      });
      const count = 5 + randomInt(20);
      await published(script, count);
      script.process.kill('SIGKILL');
      expect(await script.ended).toEqual({ code: null, signal: 'SIGKILL', errors: '' });
      return count;
    });
    const told = await Promise.all(killed);
    // The next writer goes on, whatever the killed ones held.
    const { version } = await publishPrompt(knex, { name, content: 'Last', label });
    expect(await expectComplete(name, knex)).toBe(version);
    expect((await rowsOf(name, knex)).labels).toEqual([{ name, label, version }]);
    expect(version).toBeGreaterThan(told.reduce((sum, count) => sum + count));
  });
});
