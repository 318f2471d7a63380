import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

/** An element of a parsed page. */
export interface PageElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text inside of it, with single spaces. */
  readonly text: string;
}

/** A page as a browser parses it. */
export interface ParsedPage {
  /** The codes of what the HTML standard calls parse errors. */
  readonly errors: string[];
  /** All elements, in the order of the document. */
  readonly elements: PageElement[];
  /** The texts of the cells of each row of each table. */
  readonly rows: string[][];
  /** Returns the elements with a tag. */
  all(tag: string): PageElement[];
}

export function parsePage(html: string): ParsedPage {
  const errors: string[] = [];
  const nodes = [...walk(parse(html, { onParseError: ({ code }) => errors.push(code) }).childNodes)];
  const elements = nodes.flatMap((node) =>
    'tagName' in node
      ? [
          {
            tag: node.tagName,
            attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
            get text() {
              return textOf(node);
            },
          },
        ]
      : [],
  );
  const rows = nodes.flatMap((node) =>
    'tagName' in node && node.tagName === 'tr'
      ? [node.childNodes.filter((cell) => 'tagName' in cell).map((cell) => textOf(cell))]
      : [],
  );
  return { errors, elements, rows, all: (tag) => elements.filter((element) => element.tag === tag) };
}

function* walk(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    if ('childNodes' in node) yield* walk(node.childNodes);
  }
}

function textOf(node: Node): string {
  const texts = [...walk([node])].map((inner) => ('value' in inner ? inner.value : ''));
  return texts.join('').replace(/\s+/g, ' ').trim();
}
