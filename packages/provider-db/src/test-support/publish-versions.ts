import type { Knex } from 'knex';
import { publishPrompt } from '../writing/publish.ts';

/** Publishes `Text 1`, `Text 2` … as the versions 1, 2 … of a new prompt. */
export async function publishVersions(name: string, count: number, knex: Knex): Promise<void> {
  for (let version = 1; version <= count; version += 1) await publishPrompt(knex, { name, content: `Text ${version}` });
}
