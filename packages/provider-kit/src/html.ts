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
  return forReaders(String(markdown).trimEnd());
}

const code = /(?<!`)(?<ticks>`+)(?!`)[\s\S]*?(?<!`)\k<ticks>(?!`)/;
const variable = /\\?\{\\?\{[^{}\n]{1,200}\}\}/;
const escaped = /\\./;
const reference = /&#x(?<hex>[0-9A-F]+);/;
const pieces = new RegExp([code, variable, escaped, reference].map(({ source }) => source).join('|'), 'g');

/**
 * Undoes what is written for parsers of markdown only: escapes within `{{…}}`, which would make another variable of it, and
 * letters as numbers beside emphasis, as in `**…**&#xC744;`. Code and escapes elsewhere stay.
 */
function forReaders(markdown: string): string {
  return markdown.replace(pieces, (piece, ...rest) => {
    const { hex } = rest.at(-1) as { readonly hex?: string };
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return piece.endsWith('}}') && !piece.startsWith('`') ? piece.replace(/\\([\\_*{}[\]])/g, '$1') : piece;
  });
}
