import type { LoadContext, PromptVersion } from '@prompts/core';
import type { ParsedConfig } from '../config-schema.ts';
import type { Wiki } from '../wiki/wiki.ts';
import { readPage } from './load.ts';

/** Lists the versions of a page, newest first. */
export async function* listVersions(
  config: ParsedConfig,
  wiki: Wiki,
  context: LoadContext,
): AsyncGenerator<PromptVersion> {
  const { id } = await readPage({ ...config, version: undefined }, { withBody: false }, wiki, context);
  yield* wiki.listVersions(id, context);
}
