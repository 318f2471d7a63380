import { PromptError } from '@prompts/core';
import type { Code, Nodes, Root } from 'mdast';

/**
 * Returns the text of the only code block of a page.
 * @throws PromptError `CONTENT_INVALID` if the page has none, or more than one.
 */
export function extractCode(root: Root): string {
  const blocks = [...codeBlocksIn(root)];
  const [block] = blocks;
  if (block && blocks.length === 1) return block.value;
  const count = blocks.length === 0 ? 'no code block' : `${blocks.length} code blocks`;
  throw new PromptError('CONTENT_INVALID', `the page has ${count}, but extract: 'code' requires exactly one`);
}

function* codeBlocksIn(node: Nodes): Generator<Code> {
  if (node.type === 'code') yield node;
  if ('children' in node) for (const child of node.children) yield* codeBlocksIn(child);
}
