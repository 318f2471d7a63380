import type { PromptVersion } from '@prompts/core';
import { isOurs, type ParsedConfig } from '../config-schema.ts';
import { problem } from '../errors/problem.ts';
import { tables } from '../history/tables.ts';
import { readPages } from './read-pages.ts';
import type { Read } from './reader.ts';

const pageSize = 100;

interface VersionRow {
  readonly version: number;
  readonly created_at: string;
  readonly author: string | null;
  readonly message: string | null;
}

/**
 * Yields the versions of a published prompt, newest first.
 * @throws `CONFIG_INVALID` if the config has no `name`; `NOT_FOUND` if the prompt does not exist.
 */
export async function* listVersions(config: ParsedConfig, read: Read): AsyncGenerator<PromptVersion> {
  if (!isOurs(config) || config.name === undefined) {
    throw problem('CONFIG_INVALID', 'only published prompts have versions: set name');
  }
  const { name } = config;
  let isEmpty = true;
  const pages = readPages<VersionRow>(
    (last) =>
      read((transaction) => {
        const query = transaction(tables.versions).where({ name }).orderBy('version', 'desc').limit(pageSize);
        if (last !== undefined) query.where('version', '<', last.version);
        return query.select('version', 'created_at', 'author', 'message');
      }),
    pageSize,
  );
  for await (const rows of pages) {
    for (const { version, created_at, author, message } of rows) {
      isEmpty = false;
      yield {
        version: String(version),
        createdAt: created_at,
        author: author ?? undefined,
        message: message ?? undefined,
      };
    }
  }
  if (isEmpty) throw problem('NOT_FOUND', `there is no prompt '${name}': publish it first`);
}
