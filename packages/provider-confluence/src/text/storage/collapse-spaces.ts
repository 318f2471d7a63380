import type { PhrasingContent } from 'mdast';

/** Removes each space that follows another one or begins a line, as browsers do. Non-breaking spaces are kept. */
export function collapseSpaces(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  let isAfterSpace = true;
  const collapse = (node: PhrasingContent): PhrasingContent[] => {
    if (node.type === 'text') {
      const value = isAfterSpace ? node.value.replace(/^ +/, '') : node.value;
      if (value !== '') isAfterSpace = value.endsWith(' ');
      return value === '' ? [] : [{ ...node, value }];
    }
    if ('children' in node)
      return [{ ...node, children: (node.children as PhrasingContent[]).flatMap(collapse) } as PhrasingContent];
    isAfterSpace = node.type === 'break';
    return [node];
  };
  return nodes.flatMap(collapse);
}
