import { PromptError, type TemplateSyntax } from '@prompts/core';
import { joinTexts } from './join-texts.ts';

/** Collects the pieces of a composed text, up to the size limit of the prompt. */
export class TextBuilder {
  readonly #syntax: TemplateSyntax;
  readonly #maxBytes: number;
  readonly #pieces: string[] = [];
  #length = 0;

  constructor({ syntax, maxBytes }: { readonly syntax: TemplateSyntax; readonly maxBytes: number }) {
    this.#syntax = syntax;
    this.#maxBytes = maxBytes;
  }

  /**
   * Adds pieces, each line of them with an indentation.
   * @throws `CONTENT_INVALID` if the text becomes too large.
   */
  add(pieces: readonly string[], indentation = ''): void {
    let isLineStart = true;
    for (const piece of pieces) {
      if (piece === '') continue;
      // Counted first: an indentation may multiply the size.
      const indented = indentation === '' ? 0 : lineStartsIn(piece, isLineStart) * indentation.length;
      this.#length += piece.length + indented;
      // A UTF-16 unit takes at least one byte of UTF-8. Core checks the exact size.
      if (this.#length > this.#maxBytes) throw this.#tooLarge();
      this.#pieces.push(indented === 0 ? piece : indent(piece, indentation, isLineStart));
      isLineStart = piece.endsWith('\n');
    }
  }

  /** @throws `CONTENT_INVALID` as `joinTexts` does. */
  toText(): string {
    return joinTexts(this.#pieces, this.#syntax);
  }

  #tooLarge(): PromptError {
    const message = `the composed text is larger than ${this.#maxBytes} bytes: shorten its parts, or raise cache.maxBytes`;
    return new PromptError('CONTENT_INVALID', message);
  }
}

/** Counts the lines that begin in a text. A line break at its end begins none. */
function lineStartsIn(text: string, beginsLine: boolean): number {
  let count = beginsLine ? 1 : 0;
  for (let index = text.indexOf('\n'); index !== -1 && index < text.length - 1; index = text.indexOf('\n', index + 1)) {
    count += 1;
  }
  return count;
}

function indent(text: string, indentation: string, beginsLine: boolean): string {
  const indented = text.replace(/\n(?!$)/g, `\n${indentation}`);
  return beginsLine ? indentation + indented : indented;
}
