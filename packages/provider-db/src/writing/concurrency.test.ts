import { randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../../../scripts/test/databases/fresh-database.ts';
import { createMigratedDatabase } from '../test-support/create-migrated-database.ts';
import { expectCompleteHistory } from '../test-support/expect-complete-history.ts';
import { selectPromptRows } from '../test-support/select-prompt-rows.ts';
import { type Script, startScript } from '../test-support/start-script.ts';
import { publishPrompt } from './publish.ts';

/** Waits until a script has published a number of versions. */
function waitForVersions({ process }: Script, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let published = 0;
    process.on('message', () => {
      published += 1;
      if (published === count) resolve();
    });
    process.once('exit', () => reject(new Error(`the script exited after ${published} versions`)));
  });
}

/** The number of versions that each of eight processes publishes. */
const versionsPerProcess = { sqlite: 100, postgres: 200, mariadb: 100 };

describe.each(dialects)('several processes on %s', (dialect) => {
  test('that publish the same prompt create each version once', { timeout: 900_000 }, async () => {
    await using database = await createMigratedDatabase(dialect);
    const started = Array.from({ length: 8 }, () =>
      startScript('publish-process.ts', {
        DATABASE_URL: database.url,
        NAME: 'busy',
        COUNT: String(versionsPerProcess[dialect]),
      }),
    );
    for (const { exited } of started) expect(await exited).toEqual({ code: 0, signal: null, errors: '' });
    expect(await expectCompleteHistory('busy', database.knex)).toBe(8 * versionsPerProcess[dialect]);
  });

  test('that are killed while publishing leave complete versions', { timeout: 300_000 }, async () => {
    await using database = await createMigratedDatabase(dialect);
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
      await waitForVersions(script, count);
      script.process.kill('SIGKILL');
      expect(await script.exited).toEqual({ code: null, signal: 'SIGKILL', errors: '' });
      return count;
    });
    const publishedCounts = await Promise.all(killed);
    // Another process can still publish: locks of the killed ones are released.
    const { version } = await publishPrompt(knex, { name, content: 'Last', label });
    expect(await expectCompleteHistory(name, knex)).toBe(version);
    expect((await selectPromptRows(name, knex)).labels).toEqual([{ name, label, version }]);
    expect(version).toBeGreaterThan(publishedCounts.reduce((sum, count) => sum + count));
  });
});
