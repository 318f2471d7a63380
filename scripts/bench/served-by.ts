import type { ChildProcess } from 'node:child_process';

/** What a process tells: the text it serves, and since when. */
interface Served {
  readonly content: string;
  /** Epoch ms, with fractions. */
  readonly at: number;
}

/** Waits until a process tells that it serves a text. @returns since when: epoch ms. */
export function servedBy(reader: ChildProcess, content: string): Promise<number> {
  return new Promise((resolve) => {
    const listen = (served: Served) => {
      if (served.content !== content) return;
      reader.off('message', listen);
      resolve(served.at);
    };
    reader.on('message', listen);
  });
}
