import type { ListedPrompt } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { withTimeoutAdvice } from '../errors/error-from.ts';
import { problem } from '../errors/problem.ts';
import type { ListOptions } from './list-options.ts';
import { listPublished } from './list-published.ts';
import type { Read } from './reader.ts';
import { indexAdvice, listRows } from './table-rows.ts';

/**
 * Lists the members of a collection.
 * @throws `CONFIG_INVALID` if the config describes a single prompt.
 */
export async function list(
  config: ParsedConfig,
  options: ListOptions,
  read: Read,
): Promise<ListedPrompt<ParsedConfig>[]> {
  if ('query' in config) {
    throw problem('CONFIG_INVALID', 'a query returns a single prompt: a collection needs prefix, or table without id');
  }
  if ('table' in config) {
    if (config.id !== undefined) throw problem('CONFIG_INVALID', 'id selects a single row: omit it for a collection');
    try {
      return await read((transaction) => listRows(config, options, transaction));
    } catch (error) {
      throw withTimeoutAdvice(error, indexAdvice(config));
    }
  }
  if (config.name !== undefined) {
    throw problem('CONFIG_INVALID', 'name selects a single prompt: a collection needs prefix');
  }
  return read((transaction) => listPublished(config, options, transaction));
}
