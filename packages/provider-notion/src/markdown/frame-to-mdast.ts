import type { BlockContent, Heading, ListItem, Paragraph, RootContent } from 'mdast';
import { withBreaks } from '../blocks/rich-text.ts';
import { convertInline } from './inline.ts';
import type { LineBlock } from './nest-lines.ts';
import { tagTableToMdast } from './table-cells.ts';
import { attributeOf, closedFrame, openingFence, openingTag } from './vendor-tags.ts';

type Convert = (blocks: readonly LineBlock[]) => RootContent[];

/** A tag with what is in it. */
export interface Frame {
  readonly tag: string;
  readonly attributes: string | undefined;
  /** What follows the tag in its line. */
  readonly text: string;
  readonly children: readonly LineBlock[];
}

/** Parses a line as the beginning of a frame, or as a whole one. @returns undefined if it is not one. */
export function frameOf({ line: { text: line, code }, children }: LineBlock): Frame | undefined {
  const groups = code
    ? undefined
    : (closedFrame.exec(line) ?? openingTag.exec(line) ?? openingFence.exec(line))?.groups;
  if (!groups) return undefined;
  const { tag = 'callout', attributes, text = '' } = groups as Record<string, string | undefined>;
  return { tag, attributes, text, children };
}

/** Converts a frame. Those that only hold a color or a place become what is in them. */
export function frameToMdast(frame: Frame, convert: Convert): RootContent[] {
  const { tag, attributes } = frame;
  if (tag === 'table') return [tagTableToMdast(sourceOf(frame))];
  if (tag === 'equation') return [equationToMdast(sourceOf(frame).trim())];
  const inner = innerOf(frame, convert);
  if (tag === 'quote') return [quote(inner)];
  if (tag === 'callout') return [quote(withIcon(attributeOf(attributes, 'icon'), inner))];
  if (tag === 'ol') return inner.map((node) => (node.type === 'list' ? { ...node, ordered: true, start: 1 } : node));
  const level = tag === 'toggle' ? attributeOf(attributes, 'heading') : tag;
  return level !== undefined && /^h[1-4]$/.test(level)
    ? withHeading(Number(level[1]) as Heading['depth'], inner)
    : inner;
}

/** Converts a frame that is an item of a list. @returns undefined for any other. */
export function frameToListItem(frame: Frame, convert: Convert): ListItem | undefined {
  const { tag, attributes } = frame;
  if (tag !== 'li' && tag !== 'todo') return undefined;
  const children = innerOf(frame, convert) as BlockContent[];
  const checked = tag === 'todo' ? { checked: attributeOf(attributes, 'checked') === 'true' } : {};
  return { type: 'listItem', ...checked, spread: false, children };
}

/** Converts an equation that is a block of its own. */
export function equationToMdast(expression: string): Paragraph {
  return paragraph(`$$\n${expression}\n$$`);
}

function innerOf({ text, children }: Frame, convert: Convert): RootContent[] {
  const title: LineBlock = { line: { text, depth: 0, isSeparate: true }, children: [] };
  if (text === '') return convert(children);
  // A frame in a frame.
  if (closedFrame.test(text)) return convert([title, ...children]);
  return [{ type: 'paragraph', children: withBreaks(convertInline(text)) }, ...convert(children)];
}

/** @returns What is in a frame, as it was written. */
function sourceOf({ text, children }: Frame): string {
  const write = (blocks: readonly LineBlock[]): string =>
    blocks.map((block) => `${block.line.text}\n${write(block.children)}`).join('');
  return `${text}\n${write(children)}`;
}

/** Makes a heading of the title. */
function withHeading(depth: Heading['depth'], nodes: RootContent[]): RootContent[] {
  const [first, ...others] = nodes;
  return first?.type === 'paragraph' ? [{ type: 'heading', depth, children: first.children }, ...others] : nodes;
}

/** Writes the icon of a callout before its text, unless it is an image. */
function withIcon(icon: string | undefined, nodes: RootContent[]): RootContent[] {
  if (!icon || /[/:]/.test(icon)) return nodes;
  const [first, ...others] = nodes;
  if (first?.type !== 'paragraph') return [paragraph(icon), ...nodes];
  return [{ ...first, children: [{ type: 'text', value: `${icon} ` }, ...first.children] }, ...others];
}

function paragraph(text: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'text', value: text }] };
}

/** Creates a quotation of blocks. */
export function quote(children: readonly RootContent[]): RootContent {
  return { type: 'blockquote', children: children as BlockContent[] };
}
