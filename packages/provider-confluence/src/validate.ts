import { type LoadContext, PromptError } from '@prompts/core';
import type { ParsedConfig } from './config-schema.ts';
import { confluenceError } from './confluence-error.ts';
import { readPage } from './reading/load.ts';
import type { Wiki } from './wiki/wiki.ts';

/**
 * Checks that the page, or the first pages of the collection, can be read.
 * @throws `AUTH_FAILED`; `FORBIDDEN`, which names what may be missing; `CONFIG_INVALID` if the id is not that of a page.
 */
export async function validate(config: ParsedConfig, wiki: Wiki, context: LoadContext): Promise<true> {
  const { pageId, title, parentId, spaceKey = '', label } = config;
  try {
    if (pageId !== undefined || title !== undefined) await readPage(config, { withBody: false }, wiki, context);
    else {
      const selection = parentId === undefined ? { spaceKey, label } : { parentId };
      for await (const _ of wiki.listPages(selection, { withBody: false }, context)) break;
    }
  } catch (error) {
    if (!PromptError.isInstance(error) || error.code !== 'NOT_FOUND') throw error;
    throw confluenceError(
      'FORBIDDEN',
      `${error.message}: let the account view the page and its space, and grant the token read:page:confluence`,
    );
  }
  return true;
}
