import type { PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import type { HistoryConfig } from '../config-schema.ts';
import { db } from '../db.ts';
import { load } from './load.ts';

/** Reads a prompt of our tables as an app does. */
export async function loadPrompt(knex: Knex, config: HistoryConfig): Promise<PromptTemplate> {
  return load(db({ knex }), config);
}
