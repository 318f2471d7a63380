/** A row with one cell. */
const row = /^\|[ \t]?(?<cell>(?:[^|\\]|\\.)*)\|[ \t]*$/;
const delimiter = /^\|[ \t]*:?-+:?[ \t]*\|[ \t]*$/;
const codeLine = /^`(?<code>[^`]+)`$/;

/** Replaces tables of one cell, which are boxes around text or code, with their contents. */
export function unwrapBoxes(lines: readonly string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const cell = row.exec(lines[index] as string)?.groups?.cell;
    const isBox = cell !== undefined && delimiter.test(lines[index + 1] ?? '') && !lines[index + 2]?.startsWith('|');
    if (isBox) {
      result.push(...toBlock(cell));
      index += 1;
    } else result.push(lines[index] as string);
  }
  return result;
}

function toBlock(cell: string): string[] {
  const lines = cell
    .replaceAll('\\|', '|')
    .split('<br>')
    .map((line) => line.trim());
  const code = lines.map((line) => (line === '' ? '' : codeLine.exec(line)?.groups?.code));
  const isCode = lines.some((line) => line !== '') && code.every((line) => line !== undefined);
  if (isCode) return ['```', ...(code as string[]), '```'];
  // Each line is a paragraph.
  return lines.flatMap((line, index) => (index === 0 ? [line] : ['', line]));
}
