import type { Root } from 'mdast';
import type { PageScope } from '../page-scope.ts';
import { parseAdf } from './adf-node.ts';
import { convertBlocks } from './blocks.ts';

/**
 * Converts a page in the Atlassian Document Format, which Confluence Cloud uses.
 * @throws `CONTENT_INVALID` for a text that is not a document, or is nested too deeply.
 */
export function convertAdf(value: string, scope: PageScope): Root {
  return { type: 'root', children: convertBlocks(parseAdf(value).content, scope) };
}
