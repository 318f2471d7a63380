import { type KnownVersion, type LoadContext, PromptError } from '@prompts/core';
import type { ParsedDocument } from '../config-schema.ts';
import { type DriveChange, readChanges } from '../drive/read-changes.ts';
import { readDocumentFacts } from '../drive/read-document.ts';
import type { Session } from '../session.ts';
import { type DocumentTimeouts, mapDocuments } from './map-documents.ts';

type Entry = KnownVersion<ParsedDocument>;

/**
 * Finds the documents that changed, or may have changed. Sends one request for all of them and one for each shared drive if the
 * credentials can read Drive's facts about files, otherwise one small request for each document.
 * @returns The indexes of their entries.
 */
export async function changedSince(
  entries: readonly Entry[],
  session: Session,
  context: LoadContext,
  timeouts?: DocumentTimeouts,
): Promise<number[]> {
  const isChanged = (await session.canUseDrive(context))
    ? await compareWithDrive(session, context)
    : await compareRevisions(entries, session, context, timeouts);
  return entries.flatMap((entry, index) => (isChanged(entry) ? [index] : []));
}

async function compareWithDrive(session: Session, context: LoadContext) {
  const { client, logs, versions, targets } = session;
  const reads = await Promise.all(Array.from(logs.values(), (log) => readChanges(log, client, context)));
  if (reads.every((read) => read !== undefined)) {
    for (const { changes, log } of reads) {
      for (const change of changes) applyChange(change, session);
      logs.set(log.driveId, log);
    }
  } else {
    // Every document counts as changed and is checked. Recording of changes starts again before that.
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
  // A shortcut may now lead to another document.
  targets.delete(fileId);
  if (versions.has(fileId)) versions.set(fileId, removed || file?.trashed ? undefined : file?.version);
}

async function compareRevisions(
  entries: readonly Entry[],
  { client, versionOf }: Session,
  context: LoadContext,
  timeouts: DocumentTimeouts | undefined,
) {
  const current = entries.filter(({ config: { version } }) => version === undefined);
  const facts = await mapDocuments(
    current.map(({ config }) => config),
    context,
    ({ documentId }, part) => readDocumentFacts(documentId, client, part),
    timeouts,
  );
  const [first] = facts;
  if (PromptError.isInstance(first) && facts.every(isOutage)) throw first;
  // A document that can't be read counts as changed: loading it reports the error.
  const changed = current.filter((entry, index) => {
    const found = facts[index];
    const revisionId = PromptError.isInstance(found) ? undefined : found?.revisionId;
    return revisionId === undefined || revisionId !== versionOf(entry.template);
  });
  const changedEntries = new Set(changed);
  return (entry: Entry) => changedEntries.has(entry);
}

/** Returns whether a failure concerns more than one document. */
function isOutage(found: unknown): boolean {
  return PromptError.isInstance(found) && (found.retryable || found.code === 'AUTH_FAILED');
}
