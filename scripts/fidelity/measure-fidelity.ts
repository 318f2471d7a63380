/** How much of an expected text another one holds. */
export interface Fidelity {
  /** The part of the expected words that are there, between 0 and 1. */
  readonly recall: number;
  /** The part of the words there that are expected, between 0 and 1. */
  readonly precision: number;
  /** Expected words that are not there. */
  readonly missing: readonly string[];
  /** Words that are there, but not expected. */
  readonly extra: readonly string[];
  /** The fenced code blocks that are expected, and how many of them are there with the same text. */
  readonly codeBlocks: { readonly expected: number; readonly kept: number };
}

/** Compares two markdown texts word by word, as often as each word occurs. The order of words does not matter. */
export function measureFidelity(expected: string, actual: string): Fidelity {
  const [expectedWords, actualWords] = [wordsOf(expected), wordsOf(actual)];
  const missing = subtract(expectedWords, actualWords);
  const extra = subtract(actualWords, expectedWords);
  const [expectedBlocks, actualBlocks] = [codeBlocksOf(expected), codeBlocksOf(actual)];
  return {
    recall: 1 - missing.length / Math.max(1, expectedWords.length),
    precision: 1 - extra.length / Math.max(1, actualWords.length),
    missing,
    extra,
    codeBlocks: {
      expected: expectedBlocks.length,
      kept: expectedBlocks.length - subtract(expectedBlocks, actualBlocks).length,
    },
  };
}

function wordsOf(text: string): readonly string[] {
  return text.normalize('NFC').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** @returns The texts of the fenced code blocks, without their indentation in lists. */
function codeBlocksOf(markdown: string): readonly string[] {
  const blocks = markdown.matchAll(
    /^(?<indent>[ \t>]*)(?<fence>`{3,}|~{3,})[^\n]*\n(?<text>[\s\S]*?)^[ \t>]*\k<fence>[ \t]*$/gm,
  );
  return Array.from(blocks, ({ groups }) => {
    const lines = (groups?.text ?? '').split('\n');
    return lines
      .map((line) => line.replace(/^[ \t>]+|\s+$/g, ''))
      .join('\n')
      .trim();
  });
}

function subtract(left: readonly string[], right: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const item of right) counts.set(item, (counts.get(item) ?? 0) + 1);
  return left.filter((item) => {
    const count = counts.get(item) ?? 0;
    counts.set(item, count - 1);
    return count <= 0;
  });
}
