/** Last good texts on disk, sealed, by the lasting key of their source. */
export interface SnapshotFile {
  /** Rejects where the file can't be read. One that is damaged or of somebody else is set aside. */
  read(): Promise<ReadonlyMap<string, string>>;
  /** Puts records in, all or none, and keeps those of others. Resolves when they are on the disk itself. */
  write(records: ReadonlyMap<string, string>): Promise<void>;
}
