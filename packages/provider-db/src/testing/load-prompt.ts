import type { PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import type { HistoryConfig } from '../config-schema.ts';
import { db } from '../db.ts';

/** Reads a prompt of our tables as an app does. */
export async function loadPrompt(knex: Knex, config: HistoryConfig): Promise<PromptTemplate> {
  return db({ knex }).load(config, { signal: AbortSignal.timeout(10_000), logger: console });
}
