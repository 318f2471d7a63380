import { Frame } from './frame.ts';
import { blankBefore, firstIndentation, lineBreakBefore, lineOf, nextLine, nextLineOrEnd, unindent } from './lines.ts';
import type { Node } from './nodes.ts';
import { readTags, type Tag } from './read-tags.ts';
import { showTag, tagFault } from './tag-fault.ts';

/** A text whose tags were located. */
export interface ParsedText {
  readonly nodes: readonly Node[];
  /** The first tag that looks like an include, but can't be read. It is text. */
  readonly unreadable: { readonly line: number; readonly tag: string } | undefined;
}

/** How many layers and blocks may be inside of each other. */
const maxNesting = 100;

const noOverrides: ReadonlyMap<string, readonly Node[]> = new Map();

/**
 * Locates the includes, layers and blocks of a text, in time linear in its length. Whitespace follows the mustache
 * specification: a tag alone on its line takes the line with it.
 * @throws `CONTENT_INVALID`, naming line and tag, for a layer or block that is not closed, or closed by another name.
 */
export function parse(text: string): ParsedText {
  let frame = new Frame();
  /** Where the text begins that is not part of a node yet. */
  let textStart = 0;
  let unreadable: Tag | undefined;

  function addText(until: number): void {
    const beginsLine = textStart === 0 || text[textStart - 1] === '\n';
    const node = unindent(text.slice(textStart, until), frame.indentation, beginsLine);
    if (node !== '') frame.nodes.push(node);
    textStart = until;
  }

  function addInclude(tag: Tag, overrides = noOverrides, lineStart = tag.start): void {
    const { name, arguments: given, start } = tag;
    const indentation = unindent(text.slice(lineStart, start), frame.indentation, true);
    frame.nodes.push({
      kind: 'include',
      name,
      arguments: given,
      overrides,
      indentation,
      tag: showTag(text, tag),
      start,
    });
  }

  function include(tag: Tag): void {
    const lineStart = blankBefore(text, tag.start);
    const next = nextLineOrEnd(text, tag.end);
    const isAlone = lineStart !== undefined && next !== undefined;
    addText(isAlone ? lineStart : tag.start);
    addInclude(tag, noOverrides, isAlone ? lineStart : tag.start);
    textStart = isAlone ? next : tag.end;
  }

  function open(tag: Tag): void {
    if (frame.depth === maxNesting)
      throw tagFault(text, tag, `is inside of ${maxNesting} layers and blocks: simplify the text`);
    const lineStart = blankBefore(text, tag.start);
    addText(lineStart ?? tag.start);
    frame = new Frame(frame, tag, lineStart);
    textStart = tag.end;
    if (!frame.isOverride) return;
    // What replaces a block has no indentation of its own: it takes that of the block.
    const bodyStart = nextLine(text, tag.end);
    frame.indentation = (bodyStart !== undefined && firstIndentation(text, bodyStart, text.length)) || '';
    textStart = bodyStart ?? tag.end;
  }

  function end(tag: Tag): void {
    const { opening } = frame;
    if (frame.closeSection(tag.name)) return;
    if (!opening) unreadable ??= tag;
    else if (opening.name === tag.name) close(frame, opening, tag);
    else {
      const where = `is closed by '${showTag(text, tag)}' in line ${lineOf(text, tag.start)}`;
      throw tagFault(text, opening, `${where}: write '{{/${opening.name}}}' first`);
    }
  }

  function close(inner: Frame, opening: Tag, tag: Tag): void {
    const outer = inner.outer as Frame;
    const next = nextLineOrEnd(text, tag.end);
    const lineStart = next === undefined ? undefined : inner.lineStart;
    const isAlone = lineStart !== undefined || inner.isOverride;
    addText((isAlone ? blankBefore(text, tag.start) : undefined) ?? tag.start);
    frame = outer;
    if (inner.isOverride) {
      if (outer.overrides.has(opening.name)) throw tagFault(text, opening, 'is in its layer twice: remove one');
      outer.overrides.set(opening.name, inner.nodes);
    } else {
      if (lineStart === undefined) {
        textStart = inner.lineStart ?? opening.start;
        addText(opening.start);
      }
      if (inner.isLayer) addInclude(opening, inner.overrides, lineStart);
      else if (lineStart === undefined) frame.nodes.push({ kind: 'block', name: opening.name, nodes: inner.nodes });
      else addBlockOfLines(inner.nodes, opening, tag, lineStart);
    }
    textStart = lineStart === undefined ? tag.end : (next ?? tag.end);
  }

  /** Adds a block that nothing else shares a line with. */
  function addBlockOfLines(nodes: Node[], { name, start, end: bodyStart }: Tag, closing: Tag, lineStart: number): void {
    const firstLine = nextLine(text, bodyStart);
    const own = unindent(text.slice(lineStart, start), frame.indentation, true);
    const lineBreak = lineBreakBefore(text, nextLineOrEnd(text, closing.end) ?? closing.end);
    if (firstLine === undefined) {
      frame.nodes.push({ kind: 'block', name, nodes, lines: { prefix: own, indentation: own, lineBreak } });
      return;
    }
    // The line break after the opening tag is part of the tag's line.
    nodes[0] = (nodes[0] as string).slice(firstLine - bodyStart);
    const ofBody = firstIndentation(text, firstLine, closing.start);
    const indentation = ofBody === undefined ? own : unindent(ofBody, frame.indentation, true);
    frame.nodes.push({ kind: 'block', name, nodes, lines: { prefix: '', indentation, lineBreak } });
  }

  for (const tag of readTags(text)) {
    if (tag.kind === 'include') include(tag);
    else if (tag.kind === 'layer' || tag.kind === 'block') open(tag);
    else if (tag.kind === 'end') end(tag);
    else if (tag.kind === 'section') frame.openSection(tag.name);
    else unreadable ??= tag;
  }
  if (frame.opening) throw tagFault(text, frame.opening, `is not closed: add '{{/${frame.opening.name}}}'`);
  addText(text.length);
  return {
    nodes: frame.nodes,
    unreadable: unreadable && { line: lineOf(text, unreadable.start), tag: showTag(text, unreadable) },
  };
}
