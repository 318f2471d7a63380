import { randomBytes } from 'node:crypto';

/** What a dialect has to say of a database it made. */
export interface MadeDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** @returns a name that no other database of the server has, and the server's URL with it. */
export function newDatabase(server: string): { name: string; url: string } {
  const name = `test_${randomBytes(8).toString('hex')}`;
  return { name, url: new URL(name, server).href };
}
