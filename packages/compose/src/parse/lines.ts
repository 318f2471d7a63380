/** Returns where the line of a tag begins, if only blanks precede the tag in it. */
export function blankBefore(text: string, tagStart: number): number | undefined {
  let index = tagStart;
  while (text[index - 1] === ' ' || text[index - 1] === '\t') index -= 1;
  return index === 0 || text[index - 1] === '\n' ? index : undefined;
}

/** Returns where the next line begins, if only blanks follow in this one. */
export function nextLine(text: string, from: number): number | undefined {
  let index = from;
  while (text[index] === ' ' || text[index] === '\t') index += 1;
  if (text[index] === '\r' && text[index + 1] === '\n') index += 1;
  return text[index] === '\n' ? index + 1 : undefined;
}

/** The same, with the end of the text as the end of a line. */
export function nextLineOrEnd(text: string, from: number): number | undefined {
  let index = from;
  while (text[index] === ' ' || text[index] === '\t') index += 1;
  return index === text.length ? index : nextLine(text, index);
}

/** Returns the indentation of the first line that is not blank. @param until If there is none before this, the result is undefined. */
export function firstIndentation(text: string, from: number, until: number): string | undefined {
  let lineStart = from;
  for (let next = nextLine(text, from); next !== undefined && next <= until; next = nextLine(text, next)) {
    lineStart = next;
  }
  let index = lineStart;
  while (text[index] === ' ' || text[index] === '\t') index += 1;
  return index < until ? text.slice(lineStart, index) : undefined;
}

/** Removes an indentation from every line that begins in a text; from lines that have less, what they have of it. */
export function unindent(text: string, indentation: string, beginsLine: boolean): string {
  if (indentation === '') return text;
  const lines = text.split('\n');
  return lines.map((line, index) => (index > 0 || beginsLine ? dropStart(line, indentation) : line)).join('\n');
}

function dropStart(line: string, start: string): string {
  let length = 0;
  while (length < start.length && line[length] === start[length]) length += 1;
  return line.slice(length);
}

/** Returns the line of an index, counted from 1. */
export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

/** Returns the line break before an index; empty if there is none. */
export function lineBreakBefore(text: string, index: number): string {
  if (text[index - 1] !== '\n') return '';
  return text[index - 2] === '\r' ? '\r\n' : '\n';
}
