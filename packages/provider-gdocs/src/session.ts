import type { LoadContext, PromptTemplate } from '@prompts/core';
import { rejectOnAbort } from '@prompts/provider-kit';
import type { GoogleClient } from './client/google-client.ts';
import type { DriveFile } from './drive/drive-file.ts';
import { type ChangeLog, startLog } from './drive/read-changes.ts';

/** For this long, the facts of a listing are used to load its documents. */
const listedTtlMs = 5 * 60_000;

/** The time limit of a request that several loads wait for. */
const startTimeoutMs = 30_000;

/** The state that is shared by all reads with one access. */
export interface Session {
  readonly client: GoogleClient;
  /** Whether the credentials lack the scope for the export of documents. Known after the first export. */
  cannotExport: boolean;
  /** Returns whether the credentials can read Drive's facts about files. The first call starts recording changes. */
  canUseDrive(context: Pick<LoadContext, 'signal'>): Promise<boolean>;
  /** Starts recording the changes of a shared drive, once. They may not be in any other list. */
  recordDrive(driveId: string, context: Pick<LoadContext, 'signal'>): Promise<void>;
  /** The shared drives for which `recordDrive` has finished. Replaced, never changed. */
  readonly recordedDrives: ReadonlySet<string | undefined>;
  /** The recorded lists of changes, with the position up to which they were read, by drive. */
  readonly logs: Map<string | undefined, ChangeLog>;
  /** Called with each list of changes when its recording starts. */
  readonly listeners: Set<(log: ChangeLog) => void>;
  /** Forgets all lists of changes, so that their recording starts again. */
  forgetChanges(): void;
  /** The last known version in Drive of each document that was loaded; undefined if it was removed. */
  readonly versions: Map<string, string | undefined>;
  /** Returns the version of the template's text, in Drive or in the Docs API. */
  versionOf(template: PromptTemplate): string | undefined;
  /** Records that a template is also the text of a later version: Drive's versions also increase without a visible change. */
  recordSameText(template: PromptTemplate, version: string | undefined): void;
  /** Keeps the facts of a listing, for one load of each document. */
  keepListed(files: readonly DriveFile[]): void;
  takeListed(id: string): DriveFile | undefined;
  /** The ids of documents, by the id of the shortcut that leads to them. */
  readonly targets: Map<string, string>;
}

export function createSession(client: GoogleClient, now = () => performance.now()): Session {
  const sameTexts = new WeakMap<PromptTemplate, string | undefined>();
  let listed = new Map<string, { readonly file: DriveFile; readonly listedAt: number }>();
  const recordings = new Map<string | undefined, Promise<boolean>>();
  let recordedDrives: ReadonlySet<string | undefined> = new Set();

  const session: Session = {
    client,
    cannotExport: false,
    versions: new Map(),
    targets: new Map(),
    logs: new Map(),
    listeners: new Set(),
    get recordedDrives() {
      return recordedDrives;
    },
    canUseDrive: ({ signal }) => record(undefined, signal),
    async recordDrive(driveId, { signal }) {
      await record(driveId, signal);
    },
    forgetChanges() {
      recordings.clear();
      session.logs.clear();
      recordedDrives = new Set();
    },
    versionOf(template) {
      const { revision } = template.metadata ?? {};
      return sameTexts.get(template) ?? (typeof revision === 'string' ? revision : undefined);
    },
    recordSameText: (template, version) => void sameTexts.set(template, version),
    keepListed(files) {
      const listedAt = now();
      const recent = [...listed].filter(([, entry]) => listedAt - entry.listedAt < listedTtlMs);
      listed = new Map([...recent, ...files.map((file) => [file.id, { file, listedAt }] as const)]);
    },
    takeListed(id) {
      const entry = listed.get(id);
      listed.delete(id);
      return entry && now() - entry.listedAt < listedTtlMs ? entry.file : undefined;
    },
  };

  /** Records a list of changes. @returns Whether the list can be read. */
  function record(driveId: string | undefined, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    let recording = recordings.get(driveId);
    if (!recording) {
      recording = start(driveId);
      recordings.set(driveId, recording);
      recording.catch(() => recordings.delete(driveId));
    }
    return rejectOnAbort(recording, signal);
  }

  async function start(driveId: string | undefined): Promise<boolean> {
    const log = await startLog(driveId, client, { signal: AbortSignal.timeout(startTimeoutMs) });
    recordedDrives = new Set([...recordedDrives, driveId]);
    if (log) {
      session.logs.set(driveId, log);
      for (const listener of session.listeners) listener(log);
    }
    return log !== undefined;
  }

  return session;
}
