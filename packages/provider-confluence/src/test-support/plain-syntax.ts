/** Rewrites the notations of md2conf that are not part of GitHub's markdown: https://github.com/hunyadi/md2conf#readme */
export function plainSyntax(source: string): string {
  const body = source
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/```math\n([\s\S]*?)\n```/g, (_, formula: string) => `$$${formula}$$`)
    .replace(/^!!! (\w+)(?: "([^"]*)")?\n((?:(?: {4}.*)?\n?)*)/gm, writeAdmonition);
  return editOutsideCode(body, toPlainText);
}

function writeAdmonition(_: string, kind: string, title: string | undefined, body: string): string {
  const heading = title ?? kind.charAt(0).toUpperCase() + kind.slice(1);
  const lines = [
    `**${heading}**`,
    '',
    ...body
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(4)),
  ];
  return `${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}\n\n<!-- -->\n\n`;
}

function editOutsideCode(markdown: string, edit: (part: string) => string): string {
  const parts = markdown.split(/(^[ \t]*```[^\n]*\n[\s\S]*?^[ \t]*```[ \t]*$)/m);
  return parts.map((part, index) => (index % 2 === 1 ? part : edit(part))).join('');
}

/** Formulas and references to implicit images must not be read as markdown. */
function toPlainText(markdown: string): string {
  return markdown
    .replace(/<!-- confluence-skip-start -->[\s\S]*?<!-- confluence-skip-end -->/g, '<!-- -->')
    .replace(/\$\$[^$]+\$\$|(?<![`$])\$(?!`)[^$`\n]+\$|\\\((?!`)[^`\n]*?\\\)/g, protectFormula)
    .replace(/<summary>(.*?)<\/summary>/g, (_, title: string) => `\n**${title.replace(/<[^>]*>/g, '')}**\n`)
    .replace(/<img [^>]*src="([^"]*)"[^>]*>/g, '![]($1)')
    .replace(/<br ?\/?>/g, '\uE000')
    .replace(/<\/?(?:ins|sub|sup|span|details|div|b|i)\b[^>]*>/g, '')
    .replaceAll('\uE000', '<br>')
    .replace(/^> (?:\[!\w+\]|FLAG:|NOTE:|WARNING:|DISCLAIMER:)\n/gm, '')
    .replace(/!\[([^\]]*)\]\[STATUS-\w+\]/g, '$1')
    .replace(/^\[\[_\w+_\]\]$/gm, '')
    .replace(/==([^=\n]+)==/g, '$1')
    .replace(/(?<!~)~([^~\s]+)~(?!~)/g, '$1')
    .replace(/(?<!\[)\^([^\s^\]]+)\^/g, '$1')
    .replace(/ \{#[\w-]+\}$/gm, '')
    .replace(/&copy;/g, '©')
    .replace(/&para;/g, '¶');
}

/** Writes a formula with dollars and with escapes, so that a parser of markdown reads it letter for letter. */
function protectFormula(formula: string): string {
  const inline = /^\\\((.*)\\\)$/.exec(formula)?.[1];
  return (inline === undefined ? formula : `$${inline}$`).replace(/[\\_*[\]^~]/g, '\\$&');
}
