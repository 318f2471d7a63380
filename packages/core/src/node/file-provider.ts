import { resolve } from 'node:path';
import type { PromptProvider } from '../provider/provider.ts';
import { listFileCollection } from './file-collection.ts';
import { readFileEntry } from './files.ts';
import { isInside } from './is-inside.ts';
import { watchFiles } from './watch-files.ts';

interface FileConfig {
  readonly file: string;
}

/** The maximum size of a file that is read. The limit of the entry is checked when the text is normalised. */
const maxFileBytes = 64 * 1024 * 1024;

/**
 * Creates the provider of `{ file }` entries: texts in files below `root`. Pass one of your own in `providers` to read files in
 * another way.
 * @param options `root`: an absolute path. `watchFiles`: whether changes are reported; default: `NODE_ENV` is not `production`.
 */
export function fileProvider({
  root,
  watchFiles: isWatched = process.env.NODE_ENV !== 'production',
}: {
  readonly root: string;
  readonly watchFiles?: boolean | undefined;
}): PromptProvider<FileConfig> {
  const load = ({ file }: FileConfig) => readFileEntry(file, { root, maxBytes: maxFileBytes });
  const provider: PromptProvider<FileConfig> = {
    name: 'file',
    load,
    list: async ({ file }) => (await listFileCollection(file, root)).members,
    configSchema: {
      '~standard': {
        version: 1,
        vendor: '@prompts/core',
        validate: (value) => {
          const config = value as FileConfig;
          const message = faultOf(config.file, root);
          return message === undefined ? { value: config } : { issues: [{ message, path: ['file'] }] };
        },
      },
    },
  };
  if (!isWatched) return provider;
  return {
    ...provider,
    async watch(configs, onChange, { logger }) {
      const files = configs.map(({ file }) => file);
      return watchFiles(files, { root, logger, onChange });
    },
  };
}

function faultOf(file: unknown, root: string): string | undefined {
  if (typeof file !== 'string') return 'must be a path';
  if (file.includes('\0')) return 'must not contain a NUL character';
  const path = resolve(root, file);
  if (isInside(path, root)) return undefined;
  if (path === root)
    return `'${file}' is the root itself: specify a file or folder in it, or a glob, as in './**/*.md'`;
  return `'${file}' is outside the root ${root}: move the file into the root, or change root`;
}
