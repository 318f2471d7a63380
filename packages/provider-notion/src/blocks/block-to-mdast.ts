import type { BlockObjectResponse, RichTextItemResponse } from '@notionhq/client';
import type { BlockContent, Heading, PhrasingContent, RootContent } from 'mdast';
import type { Block } from './block-tree.ts';
import { codeToMdast } from './code-to-mdast.ts';
import { databaseLink, pageLink } from './database-node.ts';
import { imageToMdast, mediaToMdast } from './media-to-mdast.ts';
import { richTextToMdast } from './rich-text.ts';
import { tableToMdast } from './table-to-mdast.ts';

type RichText = readonly RichTextItemResponse[] | undefined;

/** Converts a block that is not a list item. The blocks in it follow it, unless markdown can nest them in it. */
export function blockToMdast(
  { block, children }: Block,
  convert: (blocks: readonly Block[]) => RootContent[],
): RootContent[] {
  const inner = () => convert(children);
  switch (block.type) {
    case 'heading_1':
      return [heading(1, block.heading_1.rich_text), ...inner()];
    case 'heading_2':
      return [heading(2, block.heading_2.rich_text), ...inner()];
    case 'heading_3':
      return [heading(3, block.heading_3.rich_text), ...inner()];
    case 'heading_4':
      return [heading(4, block.heading_4.rich_text), ...inner()];
    case 'quote':
      return [quote(richTextToMdast(block.quote.rich_text), inner())];
    case 'callout': {
      const { icon, rich_text: text } = block.callout;
      const emoji: PhrasingContent[] = icon?.type === 'emoji' ? [{ type: 'text', value: `${icon.emoji} ` }] : [];
      return [quote([...emoji, ...richTextToMdast(text)], inner())];
    }
    case 'code':
      return codeToMdast(block.code);
    case 'equation':
      return [paragraph([{ type: 'text', value: `$$\n${block.equation.expression}\n$$` }])];
    case 'divider':
      return [{ type: 'thematicBreak' }];
    case 'table':
      return [tableToMdast(children)];
    case 'table_row':
      return [tableToMdast([{ block, children }])];
    case 'child_page':
      return [pageLink(block.child_page.title, urlOf(block.id))];
    case 'child_database':
      return [databaseLink(block.child_database.title, urlOf(block.id))];
    case 'link_to_page': {
      const target = block.link_to_page;
      const id = (target as { [type: string]: string | undefined })[target.type];
      return id === undefined ? [] : [pageLink('', urlOf(id))];
    }
    case 'image':
      return [imageToMdast(block.image)];
    case 'embed':
    case 'bookmark':
    case 'video':
    case 'pdf':
    case 'file':
    case 'audio':
    case 'link_preview':
      return [mediaToMdast((block as unknown as Record<string, object>)[block.type] as object)];
    default:
      return [...textOf(block), ...inner()];
  }
}

/** Converts the texts of a block: a paragraph, a toggle, meeting notes, or a type that is newer than this package. */
function textOf(block: BlockObjectResponse): RootContent[] {
  const content = (block as unknown as Record<string, unknown>)[block.type] ?? {};
  const { rich_text: text, title, caption } = content as { rich_text?: RichText; title?: RichText; caption?: RichText };
  return [text, title, caption].flatMap((part) => (Array.isArray(part) ? [paragraph(richTextToMdast(part))] : []));
}

function heading(depth: Heading['depth'], text: RichText): Heading {
  return { type: 'heading', depth, children: richTextToMdast(text) };
}

function paragraph(children: PhrasingContent[]): RootContent {
  return { type: 'paragraph', children };
}

function quote(text: PhrasingContent[], inner: readonly RootContent[]): RootContent {
  return { type: 'blockquote', children: [{ type: 'paragraph', children: text }, ...(inner as BlockContent[])] };
}

function urlOf(id: string): string {
  return `https://www.notion.so/${id.replaceAll('-', '')}`;
}

/** Lists the types of blocks that the API does not describe, such as `button`. */
export function listUnsupported(blocks: readonly Block[]): string[] {
  const types = blocks.flatMap(({ block, children }) => [
    ...(block.type === 'unsupported' ? [block.unsupported?.block_type ?? 'unknown'] : []),
    ...listUnsupported(children),
  ]);
  return [...new Set(types)];
}
