import type { Node } from './nodes.ts';
import type { Tag } from './read-tags.ts';

/** What is open at some place of a text: the text itself, a layer, or a block. */
export class Frame {
  readonly opening: Tag | undefined;
  readonly outer: Frame | undefined;
  readonly depth: number;
  /** Where the line of the opening tag begins, if nothing precedes the tag in it. */
  readonly lineStart: number | undefined;
  /** What is removed from the start of its lines. */
  indentation: string;
  readonly nodes: Node[] = [];
  /** The blocks of a layer. */
  readonly overrides = new Map<string, readonly Node[]>();
  readonly #sections = new Map<string, number>();

  constructor(outer?: Frame, opening?: Tag, lineStart?: number) {
    this.outer = outer;
    this.opening = opening;
    this.lineStart = lineStart;
    this.indentation = outer?.indentation ?? '';
    this.depth = outer ? outer.depth + 1 : 0;
  }

  get isLayer(): boolean {
    return this.opening?.kind === 'layer';
  }

  /** Whether it replaces a block of another text. Otherwise a block is a place that a layer may override. */
  get isOverride(): boolean {
    return this.opening?.kind === 'block' && this.outer?.isLayer === true;
  }

  openSection(name: string): void {
    this.#sections.set(name, (this.#sections.get(name) ?? 0) + 1);
  }

  /** Ends a mustache section, which is text here. @returns Whether one of this name was open. */
  closeSection(name: string): boolean {
    const open = this.#sections.get(name) ?? 0;
    if (open > 0) this.#sections.set(name, open - 1);
    return open > 0;
  }
}
