import type { BlockContent, ListItem, RootContent } from 'mdast';
import { withBreaks } from '../blocks/rich-text.ts';
import { frameOf, frameToListItem } from './frame-to-mdast.ts';
import { convertInline } from './inline.ts';
import type { LineBlock } from './nest-lines.ts';

/** Notion escapes a `*` that is text, and writes neither `+` nor `1)`. */
const itemLine = /^(?:[-*]|(?<number>\d{1,9})\.)(?:[ ]\[(?<check>[ xX])\])?(?:[ ](?<text>.*))?$/s;

/** Parses a line that is a list item. @returns undefined for any other line. */
export function listItemOf(
  block: LineBlock,
  convert: (blocks: readonly LineBlock[]) => RootContent[],
): { readonly node: ListItem; readonly number: number | undefined } | undefined {
  const { line, children } = block;
  const frame = frameOf(block);
  const framed = frame && frameToListItem(frame, convert);
  if (framed) return { node: framed, number: undefined };
  const groups = line.code || line.equation !== undefined ? undefined : itemLine.exec(line.text)?.groups;
  if (!groups) return undefined;
  const { number, check, text = '' } = groups;
  const node: ListItem = {
    type: 'listItem',
    ...(check !== undefined && { checked: check !== ' ' }),
    spread: false,
    children: [
      { type: 'paragraph', children: withBreaks(convertInline(text)) },
      ...(convert(children) as BlockContent[]),
    ],
  };
  return { node, number: number === undefined ? undefined : Number(number) };
}
