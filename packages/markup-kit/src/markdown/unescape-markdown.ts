const namedCharacters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0' };

/** A fence may be in a quote or a list item. */
const fence = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?<fence>`{3,}|~{3,})(?=[^`\n]*$)/;
const reference = /&(?:#x(?<hex>[\da-f]{1,6})|#(?<decimal>\d{1,7})|(?<name>amp|lt|gt|quot|apos|nbsp));/;
const token = new RegExp(
  [fence, /(?<ticks>`+)/, /\\(?<escaped>[!-/:-@[-`{-~])/, reference].map(({ source }) => source).join('|'),
  'gim',
);

/**
 * Undoes the backslash escapes and character references in markdown that a service has escaped for parsers, except in code. The result
 * is what a person sees. Takes linear time.
 */
export function unescapeMarkdown(markdown: string): string {
  const ends = endsOfCode(markdown);
  const pattern = new RegExp(token);
  let result = '';
  let copied = 0;
  for (let match = pattern.exec(markdown); match; match = pattern.exec(markdown)) {
    const { fence, ticks, escaped, hex, decimal, name } = match.groups as Record<string, string | undefined>;
    if (fence !== undefined) pattern.lastIndex = endOfBlock(markdown, fence, pattern.lastIndex);
    else if (ticks !== undefined) pattern.lastIndex = ends.get(match.index) ?? pattern.lastIndex;
    else {
      result += markdown.slice(copied, match.index) + (escaped ?? characterOf(hex, decimal, name) ?? match[0]);
      copied = pattern.lastIndex;
    }
  }
  return result + markdown.slice(copied);
}

/** @returns The index at which a fenced block ends: after its closing fence, or at the end of the text. */
function endOfBlock(markdown: string, fence: string, start: number): number {
  const line = /^[ \t>]*(?<fence>`{3,}|~{3,})[ \t]*$/gm;
  line.lastIndex = start;
  for (let match = line.exec(markdown); match; match = line.exec(markdown)) {
    const closing = match.groups?.fence as string;
    if (closing[0] === fence[0] && closing.length >= fence.length) return line.lastIndex;
  }
  return markdown.length;
}

/** @returns The end of each inline code by its start. Code ends at the next run of the same number of backticks in the same paragraph. */
function endsOfCode(markdown: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open = new Map<number, number>();
  for (const { 0: run, index } of markdown.matchAll(/`+|\n[ \t]*(?=\n)/g)) {
    if (run[0] === '\n') {
      open.clear();
      continue;
    }
    const begin = open.get(run.length);
    if (begin !== undefined) ends.set(begin, index + run.length);
    open.set(run.length, index);
  }
  return ends;
}

function characterOf(hex?: string, decimal?: string, name?: string): string | undefined {
  if (name !== undefined) return namedCharacters[name.toLowerCase()];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
