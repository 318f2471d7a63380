import { randomBytes } from 'node:crypto';

/** A database that a test created. */
export interface CreatedDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Chooses a random name for a database. @returns The name, and the URL of that database on the server. */
export function nameDatabase(server: string): { name: string; url: string } {
  const name = `test_${randomBytes(8).toString('hex')}`;
  return { name, url: new URL(name, server).href };
}
