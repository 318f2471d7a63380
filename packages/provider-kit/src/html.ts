/**
 * Writes HTML as markdown (GFM): fenced code blocks and tables survive. The libraries are imported at the first call.
 * @returns the markdown, without a final newline.
 */
export async function htmlToMarkdown(html: string): Promise<string> {
  const [{ unified }, { default: parse }, { default: toMarkdown }, { default: gfm }, { default: stringify }] =
    await Promise.all([
      import('unified'),
      import('rehype-parse'),
      import('rehype-remark'),
      import('remark-gfm'),
      import('remark-stringify'),
    ]);
  const markdown = await unified().use(parse, { fragment: true }).use(toMarkdown).use(gfm).use(stringify).process(html);
  return withVariables(String(markdown).trimEnd());
}

/** Markdown escapes `_` and the like; inside `{{…}}` that would make another variable of it. */
function withVariables(markdown: string): string {
  return markdown.replace(/\\?\{\\?\{[^{}\n]{1,200}\}\}/g, (variable) => variable.replace(/\\([\\_*{}[\]])/g, '$1'));
}
