import type { ListedPrompt } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { listHistory } from './list-history.ts';
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
  if ('query' in config)
    throw problem('CONFIG_INVALID', 'a query gives one prompt: a collection needs prefix, or a table without id');
  if ('table' in config) {
    if (config.id !== undefined) throw problem('CONFIG_INVALID', 'id names one row: leave it out for a collection');
    return read((transaction) => listRows(config, options, transaction));
  }
  if (config.name !== undefined) throw problem('CONFIG_INVALID', 'name is one prompt: a collection needs prefix');
  return read((transaction) => listHistory(config, options, transaction));
}
