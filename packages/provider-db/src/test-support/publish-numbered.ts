import type { Knex } from 'knex';
import { publishPrompt } from '../writing/publish.ts';

/** Publishes `Text 1`, `Text 2` … as the first versions of a prompt. */
export async function publishNumbered(name: string, count: number, knex: Knex): Promise<void> {
  for (let version = 1; version <= count; version += 1) await publishPrompt(knex, { name, content: `Text ${version}` });
}
