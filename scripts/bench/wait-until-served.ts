import type { ChildProcess } from 'node:child_process';

/** A process reports the text that it serves, and since when. */
interface Served {
  readonly content: string;
  /** Milliseconds since the epoch, with fractions. */
  readonly at: number;
}

/** Waits until a process reports that it serves a text. @returns The time since when, in milliseconds since the epoch. */
export function waitUntilServed(reader: ChildProcess, content: string): Promise<number> {
  return new Promise((resolve) => {
    const listen = (served: Served) => {
      if (served.content !== content) return;
      reader.off('message', listen);
      resolve(served.at);
    };
    reader.on('message', listen);
  });
}
