import { resolve } from 'node:path';
import type { Entry, Logger } from '@prompts/core';
import type { HostEntry, SystemPrompt } from './system-prompt.ts';

/** `systemPrompts`, as `createPrompts` accepts them. */
export interface ReadEntries {
  readonly entries: Record<string, Entry>;
  /** The entries that must not make the server fail: texts and files. */
  readonly hostTexts: ReadonlyMap<string, HostEntry>;
  readonly required: readonly string[];
}

/** The existing hosts accept texts of any length. */
export const maxHostBytes = 64 * 1024 * 1024;

/**
 * Translates `systemPrompts`. An entry that is not valid is logged and left out, as the existing hosts do.
 * @param hasDatabase Whether a `db` entry without a connection can be loaded.
 */
export function readEntries(
  given: Readonly<Record<string, SystemPrompt>>,
  hasDatabase: boolean,
  logger: Logger,
): ReadEntries {
  const entries: [string, Entry][] = [];
  const hostTexts = new Map<string, HostEntry>();
  const required: string[] = [];
  for (const [id, item] of Object.entries(given)) {
    const host: HostEntry = typeof item === 'string' ? { content: item } : Object(item);
    const { required: isRequired, ...options } = host;
    if (isRequired) required.push(id);
    if (Object.hasOwn(host, 'provider')) {
      entries.push([id, options as Entry]);
      continue;
    }
    const source = item === '' ? { content: '' } : sourceOf(host, hasDatabase);
    if (typeof source === 'string') {
      logger.warn(`@prompts/server: the prompt '${id}' is skipped: ${source}`);
      continue;
    }
    const isText = !('db' in source);
    entries.push([id, toEntry(source, host, isText)]);
    if (isText) hostTexts.set(id, host);
  }
  return { entries: Object.fromEntries(entries), hostTexts, required };
}

/** @param isText Whether it is a text of the app itself: its variables are written `{name}`, unless it states another syntax. */
function toEntry(source: Partial<HostEntry>, host: HostEntry, isText: boolean): Entry {
  const { name, description, variables, category, version, cache, webhooks, fallback, strict, frontMatter } = host;
  const { syntax = isText ? 'brace' : undefined } = host;
  const entry = {
    ...source,
    metadata: { ...definedOf({ name, description, variables, category, version }), ...host.metadata },
    cache: isText ? { maxBytes: maxHostBytes, ...cache } : cache,
    ...{ webhooks, fallback, syntax, strict, frontMatter },
  };
  return definedOf(entry) as Entry;
}

/** @returns Where the text is: the first of `content`, `file` and `db` that is not empty. Otherwise what is wrong. */
function sourceOf({ content, file, db }: HostEntry, hasDatabase: boolean): Partial<HostEntry> | string {
  if (typeof content === 'string' && content !== '') return { content };
  if (typeof file === 'string' && file !== '') return { file: resolve(file) };
  if (!db) return 'it needs content, file, db or provider';
  if ('connection' in db || hasDatabase) return { db };
  return 'it names no database: set db.connection, or connection in providerOptions.db';
}

function definedOf<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields;
}
