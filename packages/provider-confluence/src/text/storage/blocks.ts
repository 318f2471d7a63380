import type { Heading, ListItem } from 'mdast';
import { macroText } from '../macro.ts';
import { type Block, codeBlock, figure, list, listItem, paragraph, quote, text, title } from '../nodes.ts';
import type { PageScope } from '../page-scope.ts';
import { collapseSpaces } from './collapse-spaces.ts';
import { convertInlines } from './inlines.ts';
import { convertImage } from './links.ts';
import { macroName, macroParameters } from './macros.ts';
import { child, elementsOf, isElement, type StorageElement, type StorageNode, textOf } from './parse-storage.ts';
import { convertTable } from './tables.ts';

/** Elements that are blocks, or contain blocks. All others are inline. */
const blockNames = new Set(
  (
    'p h1 h2 h3 h4 h5 h6 hr pre blockquote ul ol dl table div section article details figure ' +
    'ac:task-list ac:layout ac:layout-section ac:layout-cell ac:adf-extension ac:adf-node ac:adf-content ac:rich-text-body'
  ).split(' '),
);

/** Macros that are shown within a line. */
const inlineMacros = new Set([
  'status',
  'jira',
  'anchor',
  'eazy-math-inline',
  'mathinline',
  'emoji',
  'color',
  'profile',
]);

/** Macros that are shown as boxes. */
const boxes = new Set(['info', 'note', 'tip', 'warning', 'panel', 'success', 'error']);

function isBlock(node: StorageNode): boolean {
  if (!isElement(node)) return false;
  if (node.name === 'ac:structured-macro' || node.name === 'ac:macro') return !inlineMacros.has(macroName(node));
  return blockNames.has(node.name);
}

/** Converts blocks. Inline nodes between them become paragraphs. */
export function convertBlocks(nodes: readonly StorageNode[], scope: PageScope): Block[] {
  const blocks: Block[] = [];
  let line: StorageNode[] = [];
  const endLine = () => {
    blocks.push(...convertLine(line, scope));
    line = [];
  };
  for (const node of nodes) {
    if (!isBlock(node)) line.push(node);
    else {
      endLine();
      blocks.push(...convertBlock(node as StorageElement, scope));
    }
  }
  endLine();
  return blocks;
}

/** Converts a paragraph, or text between blocks. If it contains only images, their captions are below them. */
function convertLine(nodes: readonly StorageNode[], scope: PageScope): Block[] {
  const visible = nodes.filter((node) => node.type !== 'comment' && !(node.type === 'text' && node.data.trim() === ''));
  if (visible.length > 0 && visible.every((node) => isElement(node) && node.name === 'ac:image')) {
    return (visible as StorageElement[]).flatMap((image) => {
      const caption = child(image, 'ac:caption');
      return figure(
        convertImage(image, scope),
        removeBlankText(caption ? convertInlines(caption.children, scope) : []),
      );
    });
  }
  const children = collapseSpaces(convertInlines(nodes, scope));
  const isBlank = children.every((node) => node.type === 'text' && node.value.trim() === '');
  return isBlank ? [] : paragraph(children);
}

function removeBlankText(nodes: ReturnType<typeof convertInlines>): ReturnType<typeof convertInlines> {
  return nodes.filter((node) => !(node.type === 'text' && node.value.trim() === ''));
}

function convertBlock(element: StorageElement, scope: PageScope): Block[] {
  const { name, children } = element;
  switch (name) {
    case 'p':
      return children.some(isBlock) ? convertBlocks(children, scope) : convertLine(children, scope);
    case 'h1':
    case 'h2':
    case 'h3':
    case 'h4':
    case 'h5':
    case 'h6': {
      const depth = Number(name[1]) as Heading['depth'];
      return [{ type: 'heading', depth, children: collapseSpaces(convertInlines(children, scope)) }];
    }
    case 'hr':
      return [{ type: 'thematicBreak' }];
    case 'pre':
      return [codeBlock(textOf(children), undefined)];
    case 'blockquote':
      return quote(convertBlocks(children, scope));
    case 'ul':
      return list(convertItems(element, scope), undefined);
    case 'ol': {
      const start = Number(element.attribs.start ?? 1);
      return list(convertItems(element, scope), Number.isInteger(start) && start >= 0 ? start : 1);
    }
    case 'dl':
      return elementsOf(element).flatMap((part) =>
        part.name === 'dt' ? title(textOf(part.children)) : convertBlocks(part.children, scope),
      );
    case 'table':
      return convertTable(element, scope, convertBlocks);
    case 'ac:task-list':
      return list(convertTasks(element, scope), undefined);
    case 'ac:structured-macro':
    case 'ac:macro':
      return convertMacro(element, scope);
    case 'ac:adf-node':
      return element.attribs.type === 'panel' ? quote(convertBlocks(children, scope)) : convertBlocks(children, scope);
    default:
      return convertBlocks(children, scope);
  }
}

/** Converts the items of a list. A list directly in it belongs to the item before it. */
function convertItems(element: StorageElement, scope: PageScope): ListItem[] {
  const items: ListItem[] = [];
  for (const part of elementsOf(element)) {
    const last = items.at(-1);
    if (part.name !== 'li' && last !== undefined) last.children.push(...convertBlocks([part], scope));
    else items.push(listItem(convertBlocks(part.name === 'li' ? part.children : [part], scope)));
  }
  return items;
}

function convertTasks(element: StorageElement, scope: PageScope): ListItem[] {
  const items: ListItem[] = [];
  for (const task of elementsOf(element)) {
    const last = items.at(-1);
    if (task.name !== 'ac:task') {
      last?.children.push(...convertBlocks([task], scope));
      continue;
    }
    const body = child(task, 'ac:task-body');
    const status = child(task, 'ac:task-status');
    items.push(
      listItem(
        body ? convertBlocks(body.children, scope) : [],
        status !== undefined && textOf(status.children).trim() === 'complete',
      ),
    );
  }
  return items;
}

function convertMacro(macro: StorageElement, scope: PageScope): Block[] {
  const name = macroName(macro);
  const parameters = macroParameters(macro);
  const plain = child(macro, 'ac:plain-text-body');
  const rich = child(macro, 'ac:rich-text-body');
  if (plain) {
    const value = textOf(plain.children);
    if (name === 'markdown') return paragraph(text(value));
    return [
      ...title(parameters.get('title')),
      codeBlock(value, name === 'code' ? parameters.get('language') : plainLanguages[name]),
    ];
  }
  if (!rich) return name === 'code' ? [codeBlock('', undefined)] : paragraph(macroText(name, parameters, scope));
  const body = [...title(parameters.get('title')), ...convertBlocks(rich.children, scope)];
  return boxes.has(name) ? quote(body) : body;
}

/** The languages of macros whose body is code. */
const plainLanguages: Readonly<Record<string, string>> = {
  html: 'html',
  plantuml: 'plantuml',
  mermaid: 'mermaid',
  latex: 'latex',
};
