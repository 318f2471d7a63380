/**
 * Converts HTML to GitHub-flavored markdown, with fenced code blocks and tables. Imports its libraries at the first call.
 * @returns The markdown, without a final newline.
 * @throws PromptError `CONTENT_INVALID` for a page that would take too long: with more than 50,000 elements, 100 levels of them, or
 * 50,000 cells in a table.
 */
export async function htmlToMarkdown(html: string): Promise<string> {
  const [{ parseHtml }, { simplifyHtml }, { unescapeForReaders }, { toMdast }, { gfmToMarkdown }, { toMarkdown }] =
    await Promise.all([
      import('./html/parse-html.ts'),
      import('./html/simplify-html.ts'),
      import('./html/unescape-for-readers.ts'),
      import('hast-util-to-mdast'),
      import('mdast-util-gfm'),
      import('mdast-util-to-markdown'),
    ]);
  const tree = parseHtml(html);
  simplifyHtml(tree);
  // Aligned, every row of a table would be as long as the longest.
  const extensions = [gfmToMarkdown({ tablePipeAlign: false })];
  return unescapeForReaders(toMarkdown(toMdast(tree, { document: true }), { extensions }).trimEnd());
}
