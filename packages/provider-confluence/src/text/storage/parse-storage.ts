import { parseDocument } from 'htmlparser2';
import { confluenceError } from '../../confluence-error.ts';

type Document = ReturnType<typeof parseDocument>;

export type StorageNode = Document['children'][number];
export type StorageElement = Extract<StorageNode, { readonly attribs: unknown }>;

/** Enough for 50 macros in each other, and few enough for the stack. */
const maxDepth = 250;

/**
 * Parses Confluence's storage format: XHTML without a root, with elements named `ac:…` and `ri:…`, HTML's named characters, and CDATA.
 * @throws `CONTENT_INVALID` if it is nested too deeply.
 */
export function parseStorage(value: string): readonly StorageNode[] {
  const document: Document = parseDocument(value, {
    lowerCaseTags: false,
    lowerCaseAttributeNames: false,
    recognizeCDATA: true,
    recognizeSelfClosing: true,
  });
  checkDepth(document.children);
  return document.children;
}

/** Not recursive, so that the check itself doesn't exhaust the stack. */
function checkDepth(nodes: readonly StorageNode[]): void {
  let level: readonly StorageNode[] = nodes;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) {
      throw confluenceError('CONTENT_INVALID', `the page is nested more than ${maxDepth} levels deep`);
    }
    level = level.flatMap((node) => ('children' in node ? node.children : []));
  }
}

export function isElement(node: StorageNode): node is StorageElement {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style';
}

export function elementsOf({ children }: StorageElement): StorageElement[] {
  return children.filter(isElement);
}

/** Returns the first child element with one of the names. */
export function child(element: StorageElement, ...names: string[]): StorageElement | undefined {
  return elementsOf(element).find(({ name }) => names.includes(name));
}

/** Returns all text in nodes, CDATA sections included. */
export function textOf(nodes: readonly StorageNode[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'text') return node.data;
      if (isElement(node) && node.name === 'br') return '\n';
      return 'children' in node ? textOf(node.children) : '';
    })
    .join('');
}
