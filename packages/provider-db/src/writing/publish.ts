import type { PromptError } from '@prompts/core';
import { strictObject } from '@prompts/provider-kit';
import type { Knex } from 'knex';
import { z } from 'zod';
import { problem } from '../errors/problem.ts';
import { parseMetadata } from '../history/metadata.ts';
import { tables } from '../history/tables.ts';
import { label, name, parseArguments, who } from './arguments.ts';
import { isKeepable, keepableFault } from './keepable.ts';
import { metadataSchema } from './metadata-schema.ts';
import { moveLabel } from './move-label.ts';
import { hashOf, inTransaction, latestVersion, logChange, now } from './transaction.ts';

/** A text to publish. */
export interface Publication {
  /** At most 255 characters. Compared exactly, case included. */
  readonly name: string;
  readonly content: string;
  /** JSON, nested at most 30 levels deep. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly author?: string | undefined;
  readonly message?: string | undefined;
  /** A label that is to stand at this version from now on. */
  readonly label?: string | undefined;
  /** The version that this one is to follow; 0: there is none yet. Left out: whatever there is. */
  readonly expectedVersion?: number | undefined;
}

export interface Published {
  readonly name: string;
  /** 1, 2, 3 … */
  readonly version: number;
  /** sha-256 of the content, hex. */
  readonly hash: string;
  /** False where the newest version had this content already. */
  readonly created: boolean;
}

const schema = strictObject({
  name,
  content: z.string(),
  metadata: metadataSchema.optional(),
  label: label.optional(),
  expectedVersion: z.int().nonnegative().optional(),
  ...who,
});

/**
 * Publishes a version of a prompt. Versions are never overwritten. Where the newest one has this content already, and the
 * metadata if any is given, there is no new one: publishing again is safe.
 * @param knex A connection that may write; or a transaction, which it becomes part of.
 * @throws PromptError `CONFLICT` where `expectedVersion` is not the newest, naming both; `CONFIG_INVALID` naming every
 * mistake; `CONTENT_INVALID` for a text that is empty or not valid Unicode.
 */
export async function publishPrompt(knex: Knex, publication: Publication): Promise<Published> {
  const given = parseArguments('publishPrompt', schema, publication);
  const { name, content, metadata, author, message, label } = given;
  if (content === '') throw problem('CONTENT_INVALID', 'publishPrompt: content is empty');
  if (!isKeepable(content)) throw problem('CONTENT_INVALID', `publishPrompt: content ${keepableFault}`);
  const hash = hashOf(content);
  return inTransaction(knex, async (transaction) => {
    const latest = await beginPrompt(name, transaction);
    const { expectedVersion = latest } = given;
    if (expectedVersion !== latest) throw conflict(name, expectedVersion, latest);
    const before = await transaction(tables.versions).where({ name, version: latest }).first('hash', 'metadata');
    const saysOtherwise = metadata !== undefined && !isSame(metadata, parseMetadata(before?.metadata));
    const created = before?.hash !== hash || saysOtherwise;
    const version = created ? latest + 1 : latest;
    if (created) {
      const text = { content, hash, metadata: metadata && JSON.stringify(metadata) };
      await transaction(tables.versions).insert({ name, version, ...text, author, message, created_at: now() });
      await transaction(tables.prompts).where({ name }).update({ latest_version: version, deprecated_at: null });
    }
    const moved = label !== undefined && (await moveLabel({ name, label, version }, transaction));
    const action = created ? 'publish' : 'label';
    if (created || moved) await logChange({ name, action, version, label, author, message }, transaction);
    return { name, version, hash, created };
  });
}

/** Locks a prompt, as `lockPrompt` does, and makes it where there is none. @returns the number of its newest version. */
async function beginPrompt(name: string, transaction: Knex): Promise<number> {
  const row = { name, latest_version: 0, created_at: now() };
  await transaction(tables.prompts).insert(row).onConflict('name').merge(['name']);
  return latestVersion(name, transaction);
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** MySQL keeps the keys of JSON in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.map(([key, item]) => [key, sorted(item)]);
}

function conflict(name: string, expected: number, latest: number): PromptError {
  const has = latest === 0 ? 'it has no version yet' : `its newest is ${latest}`;
  const message = `'${name}' was expected at version ${expected}, but ${has}: read what changed, then publish again`;
  return problem('CONFLICT', message);
}
