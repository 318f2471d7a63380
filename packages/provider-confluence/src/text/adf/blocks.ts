import type { Heading, ListItem } from 'mdast';
import { macroText } from '../macro.ts';
import { type Block, codeBlock, figure, list, listItem, paragraph, quote, title } from '../nodes.ts';
import type { PageScope } from '../page-scope.ts';
import { type AdfNode, attribute, plainText } from './adf-node.ts';
import { extensionName, extensionParameters } from './extension.ts';
import { convertCard, convertInlines, convertMedia, inlineTypes } from './inlines.ts';
import { convertTable } from './tables.ts';

/** Converts blocks. Inline nodes between them become paragraphs. */
export function convertBlocks(nodes: readonly AdfNode[], scope: PageScope): Block[] {
  const blocks: Block[] = [];
  let line: AdfNode[] = [];
  const endLine = () => {
    blocks.push(...paragraph(convertInlines(line, scope)));
    line = [];
  };
  for (const node of nodes) {
    if (inlineTypes.has(node.type)) line.push(node);
    else {
      endLine();
      blocks.push(...convertBlock(node, scope));
    }
  }
  endLine();
  return blocks;
}

function convertBlock(node: AdfNode, scope: PageScope): Block[] {
  const { type, content } = node;
  const children = () => convertBlocks(content, scope);
  switch (type) {
    case 'paragraph':
    case 'caption':
      return paragraph(convertInlines(content, scope));
    case 'heading': {
      const depth = Math.min(6, Math.max(1, Number(attribute(node, 'level')) || 1)) as Heading['depth'];
      return [{ type: 'heading', depth, children: convertInlines(content, scope) }];
    }
    case 'rule':
      return [{ type: 'thematicBreak' }];
    case 'codeBlock':
      return [codeBlock(content.map(plainText).join(''), attribute(node, 'language'))];
    case 'blockquote':
    case 'panel':
      return quote(children());
    case 'expand':
    case 'nestedExpand':
      return [...title(attribute(node, 'title')), ...children()];
    case 'bulletList':
    case 'decisionList':
      return list(
        content.map((item) => listItem(convertBlocks(item.content, scope))),
        undefined,
      );
    case 'orderedList': {
      const start = Number(attribute(node, 'order') || 1);
      return list(
        content.map((item) => listItem(convertBlocks(item.content, scope))),
        Number.isInteger(start) ? start : 1,
      );
    }
    case 'taskList':
      return list(convertTasks(node, scope), undefined);
    case 'table':
      return convertTable(node, scope, convertBlocks);
    case 'mediaSingle': {
      const caption = content.filter((child) => child.type === 'caption').flatMap((child) => child.content);
      const media = content.filter((child) => child.type !== 'caption');
      return figure(
        media.flatMap((child) => convertInlines([child], scope)),
        convertInlines(caption, scope),
      );
    }
    case 'mediaGroup':
      return content.flatMap((child) => paragraph(convertInlines([child], scope)));
    case 'media':
      return paragraph(convertMedia(node, scope));
    case 'blockCard':
    case 'embedCard':
      return paragraph(convertCard(node, scope));
    case 'extension':
      return paragraph(macroText(extensionName(node), extensionParameters(node), scope));
    case 'bodiedExtension':
      return [...title(extensionParameters(node).get('title')), ...children()];
    case 'layoutSection':
    case 'layoutColumn':
    case 'multiBodiedExtension':
    case 'extensionFrame':
    case 'bodiedSyncBlock':
    case 'listItem':
    case 'taskItem':
    case 'blockTaskItem':
    case 'decisionItem':
      return children();
    default:
      scope.unsupported.add(type);
      return content.length > 0 ? children() : paragraph(convertInlines([node], scope));
  }
}

/** Converts the items of a task list. A list in it belongs to the task before it. */
function convertTasks({ content }: AdfNode, scope: PageScope): ListItem[] {
  const items: ListItem[] = [];
  for (const node of content) {
    const last = items.at(-1);
    if (node.type !== 'taskList') {
      items.push(listItem(convertBlocks(node.content, scope), attribute(node, 'state') === 'DONE'));
    } else if (last === undefined) items.push(...convertTasks(node, scope));
    else last.children.push(...list(convertTasks(node, scope), undefined));
  }
  return items;
}
