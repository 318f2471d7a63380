import type { Root } from 'mdast';
import type { PageScope } from '../page-scope.ts';
import { convertBlocks } from './blocks.ts';
import { parseStorage } from './parse-storage.ts';

/**
 * Converts a page in Confluence's storage format, which Data Center uses.
 * @throws `CONTENT_INVALID` if it is nested too deeply.
 */
export function convertStorage(value: string, scope: PageScope): Root {
  return { type: 'root', children: convertBlocks(parseStorage(value), scope) };
}
