import type { ListedPrompt } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { listHistory } from './list-history.ts';
import { misplaced } from './misplaced.ts';
import type { Read } from './reader.ts';
import { listRows } from './table.ts';

/**
 * What a collection holds.
 * @param options Whether the texts are to come along: the first listing needs them all, later ones the versions.
 * @throws `CONFIG_INVALID` for a config that names one prompt.
 */
export async function list(
  config: ParsedConfig,
  options: { readonly withTexts: boolean },
  read: Read,
): Promise<ListedPrompt<ParsedConfig>[]> {
  if ('query' in config) throw misplaced('a query gives one prompt: a collection needs prefix, or a table without id');
  if ('table' in config) {
    if (config.id !== undefined) throw misplaced('id names one row: leave it out for a collection');
    return read((transaction) => listRows(config, options, transaction));
  }
  if (config.name !== undefined) throw misplaced('name is one prompt: a collection needs prefix');
  return read((transaction) => listHistory(config, options, transaction));
}
