import type { PromptVersion } from '@prompts/core';
import { isOurs, type ParsedConfig } from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';
import type { Read } from './reader.ts';

/** Rows of a page. */
const pageSize = 100;

/** All versions of a prompt in our tables, newest first, a query for each hundred. */
export async function* versions(config: ParsedConfig, read: Read): AsyncGenerator<PromptVersion> {
  if (!isOurs(config) || config.name === undefined) {
    throw problem('CONFIG_INVALID', 'versions are kept of prompts in the tables that migratePrompts makes: give name');
  }
  const { name } = config;
  for (let before: number | undefined; ; ) {
    const rows = await read((transaction) => {
      const query = transaction(tables.versions).where({ name }).orderBy('version', 'desc').limit(pageSize);
      if (before !== undefined) query.where('version', '<', before);
      return query.select('version', 'created_at', 'author', 'message');
    });
    if (before === undefined && rows.length === 0) {
      throw problem('NOT_FOUND', `there is no prompt '${name}'`);
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
