/** A file with the last good texts, sealed, by the record key of their source. */
export interface SnapshotFile {
  /** Rejects if the file can't be read. A file that is damaged or is not a snapshot is renamed. */
  read(): Promise<ReadonlyMap<string, string>>;
  /** Adds records, all or none, and keeps those of others. Resolves when they are on the disk itself. */
  write(records: ReadonlyMap<string, string>): Promise<void>;
}
