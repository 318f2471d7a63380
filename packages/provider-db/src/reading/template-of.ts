import type { PromptTemplate } from '@prompts/core';
import { problem } from '../errors/problem.ts';
import { parseMetadata } from '../history/metadata.ts';

/** Bytes of a text beyond which it is not even read. Core's own limit, `cache.maxBytes`, is smaller by default. */
export const largestText = 16 * 1024 * 1024;

/** A row that holds a text, as drivers give it. */
export interface TextRow {
  /** Null also for one that is larger than `largestText`. */
  readonly content: unknown;
  /** Bytes. */
  readonly size: unknown;
  readonly metadata?: unknown;
}

/** The two columns of a {@link TextRow}: what is too large stays in the database. `??` is the column, twice more. */
export const textColumns = `octet_length(??) as size, case when octet_length(??) <= ${largestText} then ?? end as content`;

/** @throws `CONTENT_INVALID` for what is no text. */
export function textOf({ content, size }: TextRow, where: string): string {
  if (typeof content === 'string') return content;
  if (Number(size) > largestText) throw problem('CONTENT_INVALID', `${where} is larger than ${largestText} bytes`);
  if (content === null || content === undefined) throw problem('CONTENT_INVALID', `${where} is NULL`);
  const kind = content instanceof Uint8Array ? 'binary' : `of the type ${typeof content}`;
  throw problem('CONTENT_INVALID', `${where} is ${kind}: a prompt is text`);
}

/** @throws `CONTENT_INVALID` for metadata that is no JSON object. */
export function metadataOf(stored: unknown, where: string): PromptTemplate['metadata'] {
  try {
    return parseMetadata(stored);
  } catch {
    throw problem('CONTENT_INVALID', `the metadata of ${where} is no JSON`);
  }
}
