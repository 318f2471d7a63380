import type { LoadContext, PromptTemplate } from '@prompts/core';
import type { ParsedDocument } from '../config-schema.ts';
import { type DriveFile, nameOfUser } from '../drive/drive-file.ts';
import { readDocumentFacts } from '../drive/read-document.ts';
import { readDocumentFile } from '../drive/read-file.ts';
import { addressOf } from '../google-id.ts';
import type { Session } from '../session.ts';
import { readRevision } from './read-revision.ts';
import { readText } from './read-text.ts';

/**
 * Loads a document.
 * @param previous The template with the last known text. This object is returned if the text did not change.
 */
export async function readTemplate(
  config: ParsedDocument,
  previous: PromptTemplate | undefined,
  session: Session,
  context: LoadContext,
): Promise<PromptTemplate> {
  if (config.version !== undefined) return readRevision(config, config.version, session, context);
  const canUseDrive = await session.canUseDrive(context);
  const recordVersion = prepareVersion(config.documentId, session);
  const file = canUseDrive ? await findFile(config.documentId, previous, session, context) : undefined;
  const revision = canUseDrive ? file?.version : await readRevisionToCompare(config, previous, session, context);
  if (file) recordVersion(file);
  if (previous && revision !== undefined && session.versionOf(previous) === revision) return previous;
  const { content, document } = await readText(config, file, session, context);
  if (previous && previous.content === content) {
    session.recordSameText(previous, file?.version ?? document?.revisionId);
    return previous;
  }
  return createTemplate(
    content,
    { id: config.documentId, title: document?.title, revisionId: document?.revisionId },
    file,
  );
}

/**
 * Finds the facts about a document. Those of a listing save a request. They are not used if they may hide a change: if their version is
 * older than a known one, or that of the previous text.
 */
async function findFile(
  documentId: string,
  previous: PromptTemplate | undefined,
  session: Session,
  context: LoadContext,
): Promise<DriveFile> {
  const { client, recordedDrives, versions } = session;
  const listed = session.takeListed(documentId);
  const isNew = listed && !(previous && session.versionOf(previous) === listed.version);
  const isListed = isNew && !isOlder(listed.version, versions.get(listed.id));
  const file = isListed ? listed : await readDocumentFile(documentId, client, context);
  const { driveId } = file;
  if (driveId === undefined || recordedDrives.has(driveId)) return file;
  await session.recordDrive(driveId, context);
  // No list contains a change that was made before that. A text that is read now does.
  return previous && !isListed ? readDocumentFile(documentId, client, context) : file;
}

/** Compares versions. They are numbers that only increase, with more digits than a number can represent. */
function isOlder(version = '', other = ''): boolean {
  return version.length < other.length || (version.length === other.length && version < other);
}

/** Requests the revision only if that may make the request for the text unnecessary. */
async function readRevisionToCompare(
  { documentId }: ParsedDocument,
  previous: PromptTemplate | undefined,
  session: Session,
  context: LoadContext,
) {
  return previous && (await readDocumentFacts(documentId, session.client, context)).revisionId;
}

/**
 * Prepares to record the version of a document whose facts are requested next.
 * @returns A function that records the version, unless a change of the document was read in the meantime: the facts may be older.
 */
function prepareVersion(documentId: string, { versions, targets }: Session): (file: DriveFile) => void {
  const knownId = targets.get(documentId) ?? documentId;
  const known = versions.get(knownId);
  // Changes are recorded only for documents that are in the map.
  versions.set(knownId, known);
  return ({ id, version }) => {
    if (id !== knownId || versions.get(id) === known) versions.set(id, version);
    if (id !== documentId) targets.set(documentId, id);
  };
}

function createTemplate(
  content: string,
  document: { readonly id: string; readonly title: string | undefined; readonly revisionId: string | undefined },
  file: DriveFile | undefined,
): PromptTemplate {
  const { id, title, revisionId } = document;
  const facts = {
    title: file?.name ?? title,
    revision: file?.version ?? revisionId,
    updatedAt: file?.modifiedTime,
    author: nameOfUser(file?.lastModifyingUser),
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined && value !== '');
  return { content, uri: file?.webViewLink ?? addressOf(file?.id ?? id), metadata: Object.fromEntries(known) };
}
