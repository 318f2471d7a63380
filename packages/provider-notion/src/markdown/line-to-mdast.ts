import type { Heading, RootContent } from 'mdast';
import { toInfo } from '../blocks/code-to-mdast.ts';
import { withBreaks } from '../blocks/rich-text.ts';
import { equationToMdast, frameOf, frameToMdast, quote } from './frame-to-mdast.ts';
import { convertInline } from './inline.ts';
import type { LineBlock } from './nest-lines.ts';

type Convert = (blocks: readonly LineBlock[]) => RootContent[];

/** Converts a line that is more than text. @returns undefined for a line of text. */
export function lineToMdast({ line, children }: LineBlock, convert: Convert): RootContent[] | undefined {
  const { text, code, equation } = line;
  if (code)
    return [{ type: 'code', lang: toInfo(code.language || undefined), value: code.value }, ...convert(children)];
  if (equation !== undefined) return [equationToMdast(equation), ...convert(children)];
  if (/^(?:-{3,}|\*{3,}|_{3,})$/.test(text)) return [{ type: 'thematicBreak' }];
  const [, marks, heading] = /^(#{1,6}) (.*)$/s.exec(text) ?? [];
  if (marks !== undefined && heading !== undefined) {
    const node: Heading = { type: 'heading', depth: marks.length as Heading['depth'], children: inline(heading) };
    return [node, ...convert(children)];
  }
  if (/^>(?: |$)/.test(text))
    return [quote([{ type: 'paragraph', children: inline(text.slice(2)) }, ...convert(children)])];
  if (text.startsWith('<database')) {
    return [{ type: 'paragraph', children: inline(text), data: { isDatabase: true } }];
  }
  const frame = frameOf({ line, children });
  return frame && frameToMdast(frame, convert);
}

function inline(text: string) {
  return withBreaks(convertInline(text));
}
