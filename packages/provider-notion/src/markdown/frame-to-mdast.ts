import type { BlockContent, Heading, ListItem, Paragraph, RootContent } from 'mdast';
import { withBreaks } from '../blocks/rich-text.ts';
import { convertInline } from './inline.ts';
import type { LineBlock } from './nest-lines.ts';
import { tagTableToMdast } from './tables-to-mdast.ts';
import { attributeOf, closedFrame, openingFence, openingTag } from './vendor-tags.ts';

type Convert = (blocks: readonly LineBlock[]) => RootContent[];

/** A tag that contains other blocks. */
export interface Frame {
  readonly tag: string;
  readonly attributes: string | undefined;
  /** The text after the tag, in its line. */
  readonly text: string;
  readonly children: readonly LineBlock[];
}

/** Parses a line that begins a frame, or contains a whole one. @returns undefined for any other line. */
export function frameOf({ line: { text: line, code }, children }: LineBlock): Frame | undefined {
  const groups = code
    ? undefined
    : (closedFrame.exec(line) ?? openingTag.exec(line) ?? openingFence.exec(line))?.groups;
  if (!groups) return undefined;
  const { tag = 'callout', attributes, text = '' } = groups as Record<string, string | undefined>;
  return { tag, attributes, text, children };
}

/** Converts a frame. One that only adds a colour or a position is replaced by its contents. */
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

/** Converts a frame that is a list item. @returns undefined for any other. */
export function frameToListItem(frame: Frame, convert: Convert): ListItem | undefined {
  const { tag, attributes } = frame;
  if (tag !== 'li' && tag !== 'todo') return undefined;
  const children = innerOf(frame, convert) as BlockContent[];
  const checked = tag === 'todo' ? { checked: attributeOf(attributes, 'checked') === 'true' } : {};
  return { type: 'listItem', ...checked, spread: false, children };
}

/** Converts an equation that is a block. */
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

/** @returns The contents of a frame, as they were written. */
function sourceOf({ text, children }: Frame): string {
  const write = (blocks: readonly LineBlock[]): string =>
    blocks.map((block) => `${block.line.text}\n${write(block.children)}`).join('');
  return `${text}\n${write(children)}`;
}

/** Converts the title to a heading. */
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

/** Creates a block quote. */
export function quote(children: readonly RootContent[]): RootContent {
  return { type: 'blockquote', children: children as BlockContent[] };
}
