import { parse } from 'node:path';
import type { AnyProvider } from '@prompts/core';
import { fileProvider } from '@prompts/core/node';

/**
 * Creates the provider of `{ file }` entries that reads them as the existing hosts do: from any folder, byte for byte.
 * @param watchFiles As in the options of `createPrompts`.
 */
export function hostFiles(watchFiles: boolean | undefined): AnyProvider {
  const { root } = parse(process.cwd());
  return { ...fileProvider({ root, watchFiles }), capabilities: { verbatim: true } };
}
