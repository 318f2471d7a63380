import { type KnownVersion, type LoadContext, PromptError } from '@prompts/core';
import { mapBounded } from '@prompts/provider-kit';
import type { ParsedDocument } from '../config-schema.ts';
import { type DriveChange, readChanges } from '../drive/read-changes.ts';
import { readDocumentFacts } from '../drive/read-document.ts';
import type { Session } from '../session.ts';
import { parallelism } from './load-many.ts';

type Entry = KnownVersion<ParsedDocument>;

/**
 * Finds the documents that changed, or may have changed. One request for all of them, if the credentials can read Drive's facts about
 * files; otherwise one small request for each.
 */
export async function changedSince(
  entries: readonly Entry[],
  session: Session,
  context: LoadContext,
): Promise<number[]> {
  const isChanged = (await session.canUseDrive(context))
    ? await compareWithDrive(session, context)
    : await compareRevisions(entries, session, context);
  return entries.flatMap((entry, index) => (isChanged(entry, index) ? [index] : []));
}

async function compareWithDrive(session: Session, context: LoadContext) {
  const { client, changesToken, versions, targets } = session;
  const read = await readChanges(changesToken as string, client, context);
  if (read) {
    for (const change of read.changes) applyChange(change, session);
    session.changesToken = read.token;
  } else {
    // Every document is checked, and changes are recorded anew from before that.
    versions.clear();
    session.forgetChanges();
  }
  return ({ config: { documentId, version }, template }: Entry) => {
    if (version !== undefined) return false;
    const id = targets.get(documentId) ?? documentId;
    const current = versions.get(id);
    return current === undefined || current !== session.versionOf(template);
  };
}

function applyChange({ fileId = '', removed, file }: DriveChange, { versions, targets }: Session): void {
  // A shortcut may lead to another document now.
  targets.delete(fileId);
  if (versions.has(fileId)) versions.set(fileId, removed || file?.trashed ? undefined : file?.version);
}

async function compareRevisions(entries: readonly Entry[], session: Session, context: LoadContext) {
  const changed = await mapBounded(entries, parallelism, async ({ config: { documentId, version }, template }) => {
    if (version !== undefined) return false;
    try {
      const { revisionId } = await readDocumentFacts(documentId, session.client, context);
      return revisionId === undefined || revisionId !== session.versionOf(template);
    } catch (error) {
      // A document that was removed has changed. Loading it reports that.
      if (PromptError.isInstance(error) && error.code === 'NOT_FOUND') return true;
      throw error;
    }
  });
  return (_: Entry, index: number) => changed[index] === true;
}
