import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dialects, freshDatabase } from '../../../scripts/test/databases/fresh-database.ts';

const app = `
  import { createPrompts } from '@prompts/core';
  import { analytics } from './src/analytics.ts';
  const usage = analytics({ store: process.env.STORE, flush: 0.05 });
  const prompts = await createPrompts({ systemPrompts: { it: 'text' }, hooks: [usage] });
  await prompts.get('it');
  await usage.flush();
  console.log((await usage.query())[0].reads);
  if (process.env.CLOSE) await prompts.close();
  await usage.experimentStore().stops();
`;

test.each(dialects.flatMap((dialect) => ['', 'yes'].map((close) => [dialect, close] as const)))(
  'a program ends by itself on %s (closed: "%s")',
  { timeout: 60_000 },
  async (dialect, close) => {
    await using database = await freshDatabase(dialect);
    const options = ['--conditions=@prompts/source', '--disable-warning=ExperimentalWarning', '--input-type=module'];
    const child = spawn(process.execPath, [...options, '--eval', app], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, STORE: database.url, CLOSE: close },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    const [code] = await once(child, 'close');
    expect([code, output.join('')]).toEqual([0, '1\n']);
  },
);
