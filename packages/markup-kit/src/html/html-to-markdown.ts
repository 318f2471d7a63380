import type { Root } from 'mdast';
import { writeMarkdown } from '../markdown/write-markdown.ts';

/**
 * Converts HTML to GitHub-flavored markdown, with fenced code blocks and tables, as {@link writeMarkdown} writes it. Imports its libraries at the first call.
 * @returns The markdown, without a final newline.
 * @throws PromptError `CONTENT_INVALID` for a page that would take too long: with more than 50,000 elements, 100 levels of them, or
 * 50,000 cells in a table.
 */
export async function htmlToMarkdown(html: string): Promise<string> {
  const [{ parseHtml }, { simplifyHtml }, { toMdast }] = await Promise.all([
    import('./parse-html.ts'),
    import('./simplify-html.ts'),
    import('hast-util-to-mdast'),
  ]);
  const tree = parseHtml(html);
  simplifyHtml(tree);
  return writeMarkdown(toMdast(tree, { document: true }) as Root);
}
