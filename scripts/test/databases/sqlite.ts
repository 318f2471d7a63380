import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedDatabase } from './created-database.ts';

/** Creates a folder for the file of a database. The first connection creates the file. */
export async function sqlite(): Promise<CreatedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'prompts-sqlite-'));
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
