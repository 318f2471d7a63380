import { createHash } from 'node:crypto';
import type { PromptError } from '@prompts/core';
import { knownKeys } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import * as z from 'zod';
import { problem } from '../errors/problem.ts';
import { parseMetadata } from '../history/parse-metadata.ts';
import { tables } from '../history/tables.ts';
import { currentTimestamp } from './current-timestamp.ts';
import { inTransaction } from './in-transaction.ts';
import { createOrLockPrompt } from './lock-prompt.ts';
import { logChange } from './log-change.ts';
import { metadataSchema } from './metadata-schema.ts';
import { moveLabel } from './move-label.ts';
import { labelName, parseArguments, promptName, whoShape } from './parse-arguments.ts';
import { isStorableText, storableTextRule } from './storable-text.ts';

/** A new version of a prompt. */
export interface Publication {
  /** At most 255 characters, compared exactly, including case. */
  readonly name: string;
  readonly content: string;
  /** A JSON object, nested at most 30 levels deep. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** The author of this version, for the change log. At most 255 characters. */
  readonly author?: string | undefined;
  /** The reason for this version, for the change log. */
  readonly message?: string | undefined;
  /** A label to move to this version. */
  readonly label?: string | undefined;
  /** The version that must be the newest one; 0 if the prompt must not have one yet. Default: not checked. */
  readonly expectedVersion?: number | undefined;
}

/** The result of `publishPrompt`. */
export interface Published {
  readonly name: string;
  /** The number of the version: 1, 2, 3 … */
  readonly version: number;
  /** SHA-256 of the content, in hexadecimal. */
  readonly hash: string;
  /** False if the newest version has the same content and metadata, so that no version was added. */
  readonly created: boolean;
}

const schema = z.strictObject(
  {
    name: promptName,
    content: z.string(),
    metadata: metadataSchema.optional(),
    label: labelName.optional(),
    expectedVersion: z.int().nonnegative().optional(),
    ...whoShape,
  },
  { error: knownKeys },
);

/**
 * Publishes a new version of a prompt. Versions are never overwritten. If the newest version has the same content (and the
 * same metadata, if given), no version is added, so publishing again is safe.
 *
 * @example
 * const content = 'You review {{language}}.';
 * const { version } = await publishPrompt(knex, { name: 'code-review', content, label: 'production' });
 * console.log(version); // 1
 *
 * @param knex A knex that may write, such as `openDatabase` returns, or a transaction, which the change becomes part of.
 * @param publication The name and the content, and optionally metadata, a label to move, the author and a message.
 * @returns The version with this content, whether it was added or existed already.
 * @throws PromptError `CONFLICT` if `expectedVersion` is not the newest version; `CONFIG_INVALID` with every mistake in the
 * arguments; `CONTENT_INVALID` if the content is empty or not valid Unicode; `FORBIDDEN`, `AUTH_FAILED`, `TIMEOUT` or
 * `UNAVAILABLE` if the database rejects the write or does not respond.
 */
export async function publishPrompt(knex: Knex, publication: Publication): Promise<Published> {
  const input = parseArguments('publishPrompt', schema, publication);
  const { name, content, metadata, author, message, label } = input;
  if (content === '') throw problem('CONTENT_INVALID', 'publishPrompt: content is empty');
  if (!isStorableText(content)) throw problem('CONTENT_INVALID', `publishPrompt: content ${storableTextRule}`);
  const hash = createHash('sha256').update(content).digest('hex');
  return inTransaction(knex, async (transaction) => {
    const latest = await createOrLockPrompt(name, transaction);
    const { expectedVersion = latest } = input;
    if (expectedVersion !== latest) throw conflict(name, expectedVersion, latest);
    const previous = await transaction(tables.versions).where({ name, version: latest }).first('hash', 'metadata');
    const hasNewMetadata = metadata !== undefined && !isSameJson(metadata, parseMetadata(previous?.metadata));
    const created = previous?.hash !== hash || hasNewMetadata;
    const version = created ? latest + 1 : latest;
    if (created) {
      const text = { content, hash, metadata: metadata && JSON.stringify(metadata) };
      await transaction(tables.versions).insert({
        name,
        version,
        ...text,
        author,
        message,
        created_at: currentTimestamp(),
      });
      await transaction(tables.prompts).where({ name }).update({ latest_version: version, deprecated_at: null });
    }
    const hasMoved = label !== undefined && (await moveLabel({ name, label, version }, transaction));
    const action = created ? 'publish' : 'label';
    if (created || hasMoved) await logChange({ name, action, version, label, author, message }, transaction);
    return { name, version, hash, created };
  });
}

function isSameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(sortKeys(one)) === JSON.stringify(sortKeys(other));
}

/** Makes JSON comparable: MySQL does not preserve the order of keys. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, item]) => [key, sortKeys(item)]);
}

function conflict(name: string, expected: number, latest: number): PromptError {
  const actual = latest === 0 ? 'it has no version yet' : `its newest version is ${latest}`;
  const message = `'${name}' was expected at version ${expected}, but ${actual}: read the changes, then publish again`;
  return problem('CONFLICT', message);
}
