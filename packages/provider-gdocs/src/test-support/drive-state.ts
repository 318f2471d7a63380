import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import type { drive_v3 } from 'googleapis/build/src/apis/drive/index.js';

/** One text of a document. */
export interface Revision {
  readonly id: string;
  readonly modifiedTime: string;
  readonly tabs: readonly docs_v1.Schema$Tab[];
  /** What the export returns instead of markdown. */
  readonly bytes?: Uint8Array | undefined;
}

/** A file of the fake Drive. */
export interface StoredFile extends drive_v3.Schema$File {
  readonly id: string;
  revisions: Revision[];
}

/** The files of a fake Drive, and the list of what changed. */
export interface DriveState {
  readonly files: Map<string, StoredFile>;
  /** The ids of changed files, oldest first. */
  readonly changes: string[];
  /** The shared drive of each file that is or was in one. */
  readonly drives: Map<string, string>;
  /** Adds a file, or changes some of its properties. Increases its version. */
  put(id: string, properties: Omit<drive_v3.Schema$File, 'id'>): StoredFile;
  /** Gives a document another text. Adds no revision if it has this text. */
  write(id: string, tabs: readonly docs_v1.Schema$Tab[], bytes?: Uint8Array): void;
  delete(id: string): void;
}

export const documentType = 'application/vnd.google-apps.document';

/** A version has more digits than a number can represent. */
const firstVersion = 9_007_199_254_741_000n;

export function createDriveState(): DriveState {
  const files = new Map<string, StoredFile>();
  const changes: string[] = [];
  const drives = new Map<string, string>();
  let ticks = 0;
  const now = () => {
    ticks += 1;
    return new Date(Date.UTC(2026, 0, 5) + ticks * 1000).toISOString();
  };

  function put(id: string, properties: Omit<drive_v3.Schema$File, 'id'>): StoredFile {
    const known = files.get(id);
    const created = {
      name: id,
      mimeType: documentType,
      trashed: false,
      parents: ['root-folder-0'],
      modifiedTime: now(),
      webViewLink: `https://docs.google.com/document/d/${id}/edit?usp=drivesdk`,
      lastModifyingUser: { displayName: 'Ada Lovelace', emailAddress: 'ada@company.example' },
      capabilities: { canDownload: true },
      revisions: [],
    };
    const file = { ...created, ...known, ...properties, id, version: String(firstVersion + BigInt(changes.length)) };
    files.set(id, file);
    if (file.driveId) drives.set(id, file.driveId);
    changes.push(id);
    return file;
  }

  return {
    files,
    changes,
    drives,
    put,
    write(id, tabs, bytes) {
      const file = put(id, {});
      const last = file.revisions.at(-1);
      if (last && JSON.stringify([last.tabs, [...(last.bytes ?? [])]]) === JSON.stringify([tabs, [...(bytes ?? [])]]))
        return;
      const revision = { id: String(file.revisions.length * 7 + 1), modifiedTime: now(), tabs, bytes };
      file.modifiedTime = revision.modifiedTime;
      file.revisions = [...file.revisions, revision];
    },
    delete(id) {
      files.delete(id);
      changes.push(id);
    },
  };
}
