import type { Argument } from './read-tags.ts';

/** A piece of a parsed text: as written, or what replaces a tag. */
export type Node = string | Include | Block;

/** The place of another prompt's text. A layer is an include that overrides blocks. */
export interface Include {
  readonly kind: 'include';
  readonly name: string;
  readonly arguments: readonly Argument[];
  /** What replaces blocks of the included text, by name. */
  readonly overrides: ReadonlyMap<string, readonly Node[]>;
  /** If the tag is alone on its line: its indentation, for every line of the included text. Otherwise empty. */
  readonly indentation: string;
  /** As written. */
  readonly tag: string;
  /** Where the tag begins in the text, in UTF-16 units. */
  readonly start: number;
}

/** A part of a text that a layer may override. */
export interface Block {
  readonly kind: 'block';
  readonly name: string;
  /** What it contains unless it is overridden. */
  readonly nodes: readonly Node[];
  /** Set if nothing else is on its lines. */
  readonly lines?: BlockLines;
}

/** The whitespace of a block that shares its lines with nothing. */
interface BlockLines {
  /** Precedes the first line of the default text. */
  readonly prefix: string;
  /** Precedes each line of a text that overrides it. */
  readonly indentation: string;
  /** Ends its last line. Empty at the end of the text. */
  readonly lineBreak: string;
}

/** Returns the includes and layers of a text, with those inside of blocks. */
export function* includesOf(nodes: readonly Node[]): Iterable<Include> {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    if (node.kind === 'block') {
      yield* includesOf(node.nodes);
    } else {
      yield node;
      for (const override of node.overrides.values()) yield* includesOf(override);
    }
  }
}
