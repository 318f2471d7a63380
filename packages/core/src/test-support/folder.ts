import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A temporary folder, deleted on disposal. */
export interface Folder extends AsyncDisposable {
  readonly path: string;
  /** Returns the absolute path of a file in the folder. */
  at(file: string): string;
  /** Writes a file and creates its parent folders. An object is written as JSON. */
  write(file: string, content: string | Uint8Array | object): Promise<void>;
}

/** Creates an empty temporary folder. */
export async function makeFolder(): Promise<Folder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'prompts-')));
  const at = (file: string) => join(path, file);
  return {
    path,
    at,
    async write(file, content) {
      await mkdir(dirname(at(file)), { recursive: true });
      const isText = typeof content === 'string' || content instanceof Uint8Array;
      await writeFile(at(file), isText ? content : JSON.stringify(content));
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
