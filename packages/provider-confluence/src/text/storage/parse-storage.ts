import { DomHandler, Parser } from 'htmlparser2';
import { PageBudget } from '../page-budget.ts';

export type StorageNode = DomHandler['root']['children'][number];
export type StorageElement = Extract<StorageNode, { readonly attribs: unknown }>;

/** Stops the parser early: its time grows with the square of the depth. */
class BoundedHandler extends DomHandler {
  readonly #budget = new PageBudget();
  #depth = 0;

  override onopentag(...tag: Parameters<DomHandler['onopentag']>): void {
    this.#depth += 1;
    this.#budget.spend(this.#depth);
    super.onopentag(...tag);
  }

  override onclosetag(): void {
    this.#depth -= 1;
    super.onclosetag();
  }
}

/**
 * Parses Confluence's storage format: XHTML without a root, with elements named `ac:…` and `ri:…`, HTML's named character
 * references, and CDATA.
 * @throws `CONTENT_INVALID` if it is too large or nested too deeply.
 */
export function parseStorage(value: string): readonly StorageNode[] {
  const handler = new BoundedHandler();
  new Parser(handler, {
    lowerCaseTags: false,
    lowerCaseAttributeNames: false,
    recognizeCDATA: true,
    recognizeSelfClosing: true,
  }).end(value);
  return handler.root.children;
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
