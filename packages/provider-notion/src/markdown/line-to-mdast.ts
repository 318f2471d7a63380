import type { BlockContent, Blockquote, Heading, RootContent } from 'mdast';
import { toInfo } from '../blocks/code-to-mdast.ts';
import { withBreaks } from '../blocks/rich-text.ts';
import { convertInline } from './inline.ts';
import type { LineBlock } from './nest-lines.ts';
import { tagTableToMdast } from './table-cells.ts';
import { attributeOf, closedFrame, openingFence, openingTag } from './vendor-tags.ts';

type Convert = (blocks: readonly LineBlock[]) => RootContent[];

/** Converts a line that is more than text. @returns undefined for a line of text. */
export function lineToMdast({ line, children }: LineBlock, convert: Convert): RootContent[] | undefined {
  const { text, code, equation } = line;
  if (code)
    return [{ type: 'code', lang: toInfo(code.language || undefined), value: code.value }, ...convert(children)];
  if (equation !== undefined) return [paragraph(`$$\n${equation}\n$$`), ...convert(children)];
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
  return frameToMdast({ line, children }, convert);
}

function frameToMdast({ line: { text }, children }: LineBlock, convert: Convert): RootContent[] | undefined {
  const whole = closedFrame.exec(text)?.groups;
  const { tag = 'callout', attributes = whole && text } = whole ??
    openingTag.exec(text)?.groups ??
    openingFence.exec(text)?.groups ?? { tag: '' };
  if (tag === '') return undefined;
  if (tag === 'table') return [tagTableToMdast(whole ? text : flatten(children))];
  const inner: RootContent[] = [
    ...(whole?.text ? [{ type: 'paragraph', children: inline(whole.text) } as const] : []),
    ...convert(children),
  ];
  return tag === 'callout' ? [quote(withIcon(attributeOf(attributes, 'icon'), inner))] : inner;
}

function flatten(blocks: readonly LineBlock[]): string {
  return blocks.map(({ line, children }) => `${line.text}\n${flatten(children)}`).join('');
}

/** Writes the icon of a callout before its text, unless it is an image. */
function withIcon(icon: string | undefined, nodes: RootContent[]): RootContent[] {
  if (!icon || /[/:]/.test(icon)) return nodes;
  const [first, ...others] = nodes;
  if (first?.type !== 'paragraph') return [paragraph(icon), ...nodes];
  return [{ ...first, children: [{ type: 'text', value: `${icon} ` }, ...first.children] }, ...others];
}

function inline(text: string) {
  return withBreaks(convertInline(text));
}

function paragraph(text: string): RootContent {
  return { type: 'paragraph', children: [{ type: 'text', value: text }] };
}

function quote(children: readonly RootContent[]): Blockquote {
  return { type: 'blockquote', children: children as BlockContent[] };
}
