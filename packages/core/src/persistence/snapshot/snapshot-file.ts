/** A file with the last good texts, sealed, by the record key of their source. */
export interface SnapshotFile {
  /** Rejects if the file can't be read. A file that is damaged or is not a snapshot is renamed. */
  read(): Promise<ReadonlyMap<string, string>>;
  /**
   * Adds records, all or none, and keeps those of others. Resolves when they are on the disk itself.
   * @param mayReplace Whether a record may take the place of the sealed one that is kept under its key. Default: yes.
   */
  write(
    records: ReadonlyMap<string, string>,
    mayReplace?: (key: string, kept: string) => Promise<boolean>,
  ): Promise<void>;
}
