import { writeMarkdown } from '@prompts/markup-kit';
import { type Fidelity, measureFidelity } from '../../../../scripts/fidelity/measure-fidelity.ts';
import type { Block } from '../blocks/block-tree.ts';
import { blocksToMdast } from '../blocks/blocks-to-mdast.ts';

/** The keys of a block whose values are visible. */
const textKeys = new Set(['plain_text', 'expression', 'emoji', 'name', 'title']);

/** Compares the texts in blocks, collected without regard to their types, with the markdown of the blocks. */
export async function measureBlocks(blocks: readonly Block[]): Promise<Fidelity> {
  const expected = [...textsIn(blocks)].join('\n');
  return measureFidelity(expected, await writeMarkdown(blocksToMdast(blocks)));
}

function* textsIn(value: unknown, key = ''): Generator<string> {
  if (typeof value === 'string' && textKeys.has(key)) yield value;
  if (typeof value !== 'object' || value === null) return;
  // A part of a rich text contains its text twice.
  const isPart = 'plain_text' in value;
  for (const [name, inner] of Object.entries(value)) {
    if (!/^(?:parent|created_by|last_edited_by)$/.test(name) && (!isPart || name === 'plain_text'))
      yield* textsIn(inner, name);
  }
}
