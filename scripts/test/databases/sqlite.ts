import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeDatabase } from './made-database.ts';

/** A file that its first user creates, in a folder of its own. */
export async function sqlite(): Promise<MadeDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'prompts-sqlite-'));
  return {
    url: `sqlite:${join(folder, 'test.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}
