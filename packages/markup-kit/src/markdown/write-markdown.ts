import type { Root } from 'mdast';
import type { Options } from 'mdast-util-to-markdown';
import { tidyTree } from './tidy-tree.ts';

/**
 * Writes a page as the markdown that a person sees: its text letter for letter, without backslash escapes and character
 * references. GitHub's tables, task lists, footnotes and strikethrough are supported. Imports its libraries at the first call.
 * @param root The page as mdast (https://github.com/syntax-tree/mdast).
 * @returns The markdown, without a final newline. A line break in a paragraph is a newline, in a table cell `<br>`.
 */
export async function writeMarkdown(root: Root): Promise<string> {
  const [{ toMarkdown }, { gfmToMarkdown }, { handlers }] = await Promise.all([
    import('mdast-util-to-markdown'),
    import('mdast-util-gfm'),
    import('./handlers.ts'),
  ]);
  const options: Options = {
    bullet: '-',
    // Adjacent lists get different bullets.
    bulletOther: '*',
    rule: '-',
    // With aligned pipes, every row of a table would be as long as the longest one.
    extensions: [gfmToMarkdown({ tablePipeAlign: false }), { handlers }],
  };
  return toMarkdown(tidyTree(root), options).trimEnd();
}
