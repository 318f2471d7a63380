import { readFile, stat } from 'node:fs/promises';
import { parse, resolve } from 'node:path';
import { type AnyProvider, PromptError } from '@prompts/core';
import { fileProvider } from '@prompts/core/node';
import { maxHostBytes } from './read-entries.ts';

/**
 * Creates the provider of `{ file }` entries that reads them as the existing hosts do: from any folder, byte for byte.
 * @param watchFiles As in the options of `createPrompts`.
 */
export function hostFiles(watchFiles: boolean | undefined): AnyProvider {
  const { root } = parse(process.cwd());
  const provider = fileProvider({ root, watchFiles });
  return {
    ...provider,
    capabilities: { verbatim: true },
    async load(config, context) {
      try {
        return await provider.load(config, context);
      } catch (error) {
        const content = await readLeniently(resolve(root, config.file), error);
        context.logger.warn(`@prompts/server: the file '${config.file}' is not UTF-8: save it as UTF-8`);
        return { content };
      }
    },
  };
}

/** Reads a file that is not UTF-8 as the existing hosts do: invalid bytes become U+FFFD. @throws `error` if that is not its fault. */
async function readLeniently(path: string, error: unknown): Promise<string> {
  const isUnreadable = !PromptError.isInstance(error) || error.code !== 'CONTENT_INVALID';
  if (isUnreadable || (await stat(path)).size > maxHostBytes) throw error;
  return readFile(path, 'utf8');
}
