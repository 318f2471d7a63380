import { closedFrame, closingFence, closingTag, openingFence, openingTag } from './vendor-tags.ts';

/** A line of Notion's markdown, a block of code, or an equation. */
export interface Line {
  readonly text: string;
  /** The number of blocks that contain it. */
  readonly depth: number;
  /** Whether an empty line precedes it. */
  readonly isSeparate: boolean;
  readonly code?: { readonly language: string; readonly value: string };
  readonly equation?: string;
}

/** An open frame: a tag that contains the following lines. */
interface OpenFrame {
  /** Added to the number of tabs of a contained line, gives its depth. Undefined until the first line. */
  offset: number | undefined;
  readonly tabs: number;
  readonly depth: number;
  /** Whether it ends with colons. Colons anywhere else are text. */
  readonly isFence: boolean;
}

/** A backslash at the end that is not itself escaped. */
const hardBreak = /(?<!\\)(?:\\\\)*\\$/;
/** The indentation of a line that continues a list item or a quote. */
const continuation = /^[ \t]*(?:> ?)?/;

const fence = /^(?<marks>`{3,}|~{3,}|\$\$(?=$))(?<language>[^`]*)$/;

/**
 * Splits Notion's markdown into lines and code blocks, and determines their depths from tabs and tags. Lines with a hard break between
 * them become one line. Closing tags are omitted.
 */
export function parseLines(markdown: string): Line[] {
  const raw = markdown.split('\n');
  const lines: Line[] = [];
  const frames: OpenFrame[] = [];
  let isSeparate = true;

  for (let index = 0; index < raw.length; index += 1) {
    const [, tabs, first] = /^(\t*)([\s\S]*)$/.exec(raw[index] as string) as unknown as [string, string, string];
    const parts = [first];
    while (hardBreak.test(parts.at(-1) as string) && raw[index + 1]?.trim()) {
      index += 1;
      parts.push((raw[index] as string).replace(continuation, ''));
    }
    const text = parts.map((part, place) => (place < parts.length - 1 ? part.slice(0, -1) : part)).join('\n');
    if (text.trim() === '') {
      isSeparate = true;
      continue;
    }
    if (closingTag.test(text) || (closingFence.test(text) && frames.at(-1)?.isFence)) {
      frames.pop();
      isSeparate = true;
      continue;
    }
    const depth = depthOf(tabs.length);
    const opening = fence.exec(text)?.groups;
    if (opening) {
      const { marks = '', language = '' } = opening;
      const end = findEnd(raw, index + 1, marks);
      const inner = raw.slice(index + 1, end).map((line) => cutTabs(line, tabs.length));
      const value = inner.join('\n');
      const content = marks === '$$' ? { equation: value } : { code: { language: language.trim(), value } };
      lines.push({ text: '', depth, isSeparate, ...content });
      index = end;
    } else {
      lines.push({ text, depth, isSeparate });
      const isOpening = openingTag.test(text) || openingFence.test(text);
      if (isOpening && !closedFrame.test(text)) {
        frames.push({ offset: undefined, tabs: tabs.length, depth, isFence: openingFence.test(text) });
      }
    }
    isSeparate = false;
  }
  return lines;

  /** In some responses, the blocks in a frame are not indented. */
  function depthOf(tabs: number): number {
    const frame = frames.at(-1);
    if (!frame) return tabs;
    frame.offset ??= frame.depth + 1 - tabs;
    return Math.max(frame.depth + 1, tabs + frame.offset);
  }
}

function findEnd(raw: readonly string[], start: number, marks: string): number {
  const closing = marks === '$$' ? /^[ \t]*\$\$[ \t]*$/ : new RegExp(`^[ \\t]*${marks[0]}{${marks.length},}[ \\t]*$`);
  let end = start;
  while (end < raw.length && !closing.test(raw[end] as string)) end += 1;
  return end;
}

/** Removes the tabs of the block that contains the code, as far as there are any. */
function cutTabs(line: string, count: number): string {
  return line.slice(Math.min(count, /^\t*/.exec(line)?.[0].length ?? 0));
}
