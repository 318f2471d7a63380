/** A file with the last good texts, sealed, by the record key of their source. */
export interface SnapshotFile {
  /** Rejects if the file can't be read. A file that is damaged or is not a snapshot is renamed. */
  read(): Promise<ReadonlyMap<string, string>>;
  /**
   * Adds records, all or none, and keeps those of other processes. Resolves when they are flushed to the disk.
   * @param mayReplace Returns whether a record may replace the sealed one that is stored under its key. Default: always true.
   */
  write(
    records: ReadonlyMap<string, string>,
    mayReplace?: (key: string, kept: string) => Promise<boolean>,
  ): Promise<void>;
}
