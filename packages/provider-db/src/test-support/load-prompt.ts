import type { PromptTemplate } from '@prompts/core';
import type { Knex } from 'knex';
import type { PublishedConfig } from '../config-schema.ts';
import { db } from '../db.ts';
import { load } from './load.ts';

/** Loads a published prompt through the provider. */
export async function loadPrompt(knex: Knex, config: PublishedConfig): Promise<PromptTemplate> {
  return load(db({ knex }), config);
}
