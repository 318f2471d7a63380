import type { Nodes, Parents, PhrasingContent } from 'mdast';
import { tidyPhrasing } from './tidy-phrasing.ts';

/** Prepares a page for markdown: see {@link tidyPhrasing}. Empty paragraphs, which editors use as separators, are dropped. */
export function tidyTree<Node extends Nodes>(node: Node): Node {
  if (!('children' in node)) return node;
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
    return { ...node, children: trim(tidyPhrasing(node.children)) };
  }
  const children = (node.children as Nodes[]).map(tidyTree).filter((child) => !isEmptyParagraph(child));
  return { ...node, children: children as Parents['children'] } as Node;
}

function isEmptyParagraph(node: Nodes): boolean {
  return node.type === 'paragraph' && node.children.length === 0;
}

/** Removes spaces and line breaks at both ends. */
function trim(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const first = nodes.findIndex((node) => !isBlank(node));
  if (first === -1) return [];
  const kept = nodes.slice(first, nodes.findLastIndex((node) => !isBlank(node)) + 1);
  return kept.map((node, index) => {
    if (node.type !== 'text') return node;
    const value = index === 0 ? node.value.trimStart() : node.value;
    return { ...node, value: index === kept.length - 1 ? value.trimEnd() : value };
  });
}

function isBlank(node: PhrasingContent): boolean {
  return node.type === 'break' || (node.type === 'text' && node.value.trim() === '');
}
