import type { PhrasingContent, Text } from 'mdast';
import { readableText } from './readable-text.ts';

type Marked = Extract<PhrasingContent, { type: 'strong' | 'emphasis' | 'delete' }>;
type Wrapper = Marked | Extract<PhrasingContent, { type: 'link' }>;

/**
 * Prepares the contents of a paragraph for markdown. Adjacent parts with the same mark become one, because `**a****b**` is not
 * bold. Spaces at the edges of a mark or a link move out of it. Empty marks and spaces before a line break are dropped.
 */
export function tidyPhrasing(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const tidied = mergeAlike(mergeAlike(nodes).flatMap(tidyNode));
  return tidied.map((node, index) =>
    node.type === 'text' && tidied[index + 1]?.type === 'break' ? { ...node, value: node.value.trimEnd() } : node,
  );
}

function tidyNode(node: PhrasingContent): PhrasingContent[] {
  if (node.type === 'text') return [{ ...node, value: readableText(node.value) }];
  if (!('children' in node)) return [node];
  const tidied = { ...node, children: tidyPhrasing(node.children) as Marked['children'] };
  const isWrapper = isMarked(tidied) || (tidied.type === 'link' && tidied.children.length > 0);
  return isWrapper ? moveSpacesOut(tidied as Wrapper) : [tidied as PhrasingContent];
}

function mergeAlike(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const merged: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = merged.at(-1);
    const joined = last && join(last, node);
    if (joined) merged[merged.length - 1] = joined;
    else merged.push(node);
  }
  return merged;
}

/** Merges two nodes. @returns undefined if they are not of the same kind. */
function join(left: PhrasingContent, right: PhrasingContent): PhrasingContent | undefined {
  if (left.type === 'text' && right.type === 'text') return { ...left, value: left.value + right.value };
  if (left.type === 'inlineCode' && right.type === 'inlineCode') return { ...left, value: left.value + right.value };
  if (left.type === 'link' && right.type === 'link' && left.url === right.url) {
    return { ...left, children: [...left.children, ...right.children] };
  }
  if (isMarked(left) && isMarked(right) && left.type === right.type) {
    return { ...left, children: [...left.children, ...right.children] };
  }
  return;
}

function isMarked(node: PhrasingContent): node is Marked {
  return node.type === 'strong' || node.type === 'emphasis' || node.type === 'delete';
}

function moveSpacesOut(node: Wrapper): PhrasingContent[] {
  const children = [...node.children];
  const before = takeSpace(children, 0);
  const after = takeSpace(children, -1);
  return [...before, ...(children.length === 0 ? [] : [{ ...node, children }]), ...after];
}

/** Removes the space or the line break at the first or the last position of a list, and returns it. */
function takeSpace(children: PhrasingContent[], position: 0 | -1): PhrasingContent[] {
  const child = children.at(position);
  if (child?.type === 'break') return children.splice(position, 1);
  if (child?.type !== 'text') return [];
  const value = position === 0 ? child.value.trimStart() : child.value.trimEnd();
  const length = child.value.length - value.length;
  if (length === 0) return [];
  const space = position === 0 ? child.value.slice(0, length) : child.value.slice(-length);
  children.splice(position, 1, ...textOf(value));
  return textOf(space);
}

function textOf(value: string): Text[] {
  return value === '' ? [] : [{ type: 'text', value }];
}
