import { PromptError, type PromptVersion } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import { tables } from '../history/tables.ts';
import { misplaced } from './misplaced.ts';
import type { Read } from './reader.ts';

/** Rows of a page. */
const pageSize = 100;

/** All versions of a prompt in our tables, newest first, a query for each hundred. */
export async function* versions(config: ParsedConfig, read: Read): AsyncGenerator<PromptVersion> {
  if ('query' in config || 'table' in config || config.name === undefined) {
    throw misplaced('versions are kept of prompts in the tables that migratePrompts makes: give name');
  }
  const { name } = config;
  for (let before: number | undefined; ; ) {
    const rows = await read((transaction) => {
      const query = transaction(tables.versions).where({ name }).orderBy('version', 'desc').limit(pageSize);
      if (before !== undefined) query.where('version', '<', before);
      return query.select('version', 'created_at', 'author', 'message');
    });
    if (before === undefined && rows.length === 0) {
      throw new PromptError('NOT_FOUND', `there is no prompt '${name}'`, { provider: 'db' });
    }
    for (const { version, created_at, author, message } of rows) {
      yield {
        version: String(version),
        createdAt: created_at,
        author: author ?? undefined,
        message: message ?? undefined,
      };
    }
    if (rows.length < pageSize) return;
    before = rows.at(-1).version;
  }
}
