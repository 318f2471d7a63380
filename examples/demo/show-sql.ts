import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrompts } from '@prompts/core';
import { migratePrompts, openDatabase, publishPrompt, rollback, setLabel } from '@prompts/provider-db';
import { show, step } from './steps.ts';

/** Shows prompts in a database: versions, labels and the change log. */
export async function showSql(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'prompts-demo-'));
  const connection = `sqlite:${join(folder, 'prompts.db')}`;
  const knex = openDatabase(connection);
  await migratePrompts(knex);
  const name = 'code-review';
  const texts = [
    'You review {{language}}.',
    'You review {{language}} code.',
    'You review {{language}} code with care.',
  ];
  for (const content of texts) await publishPrompt(knex, { name, content, author: 'ada' });
  await setLabel(knex, { name, label: 'production', version: 1, author: 'ada' });

  {
    await using prompts = await createPrompts({
      root: new URL('.', import.meta.url),
      systemPrompts: {
        review: { provider: 'db', config: { connection, name } },
        newest: { provider: 'db', config: { connection, name, label: 'latest' } },
        first: { provider: 'db', config: { connection, name, version: 1 } },
      },
    });
    const render = (entry: 'review' | 'newest' | 'first') => prompts.render(entry, { language: 'Go' });

    step('A database keeps all versions, and a label selects the one to serve');
    show('review', await render('review'), 'You review Go.');
    show('newest', await render('newest'), 'You review Go code with care.');

    step('The label moves to another version, and the app serves it');
    await setLabel(knex, { name, label: 'production', version: 3, author: 'grace', message: 'Ready' });
    await waitForChange();
    show('review', await render('review'), 'You review Go code with care.');
    show('first', await render('first'), 'You review Go.');

    step('A rollback restores the previous version');
    await rollback(knex, { name, label: 'production', author: 'grace', message: 'Too slow' });
    await waitForChange();
    show('review', await render('review'), 'You review Go.');
    const log = await knex('prompt_changes').orderBy('id', 'desc').limit(2);
    for (const { action, author, label, version, message } of log)
      console.log(`  ${action.padEnd(16)} ${label} -> ${version}, ${author}: ${message}`);

    async function waitForChange(): Promise<void> {
      const { promise, resolve } = Promise.withResolvers<void>();
      prompts.on('change', ({ name }) => {
        if (name === 'review') resolve();
      });
      await promise;
    }
  }
  await knex.destroy();
  await rm(folder, { recursive: true });
}
