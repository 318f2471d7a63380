import { type LoadContext, PromptError } from '@prompts/core';
import { escapeOtherVariables, extractCode, writeMarkdown } from '@prompts/markup-kit';
import type { Root } from 'mdast';
import { listUnsupported } from '../blocks/block-to-mdast.ts';
import { blocksToMdast } from '../blocks/blocks-to-mdast.ts';
import { isDatabase } from '../blocks/database-node.ts';
import { readBlocks } from '../blocks/read-blocks.ts';
import { isUnknownEndpoint } from '../client/errors.ts';
import type { PageConfig } from '../config-schema.ts';
import { markdownToMdast } from '../markdown/markdown-to-mdast.ts';
import { readMarkdown } from '../markdown/read-markdown.ts';
import { notionError } from '../notion-error.ts';
import { plainText } from '../pages/property-value.ts';
import type { Page } from '../pages/read-page.ts';
import type { Workspace } from '../workspace.ts';

/** The text of a page, and the blocks that are missing from it. */
export interface PageText {
  readonly content: string;
  /** The types of blocks that the API does not describe, such as `button`. */
  readonly unsupportedBlocks?: readonly string[];
}

type Content = Pick<PageConfig, 'extract' | 'property' | 'variables'>;

/** Reads the part of a page that a config selects: its text, its code block, or a property. A property requires no request. */
export async function readText(
  page: Page,
  { extract, property, variables }: Content,
  workspace: Workspace,
  context: LoadContext,
): Promise<PageText> {
  if (property !== undefined) return { content: escapeOtherVariables(textOfProperty(page, property), variables) };
  const { root, unsupportedBlocks = [] } = await readTree(page.id, workspace, context);
  if (root.children.some(isDatabase) && (await isEmpty(root.children.filter((node) => !isDatabase(node))))) {
    const advice = 'use a collection with the dataSourceId of the database';
    throw notionError('CONTENT_INVALID', `page ${page.id} contains only databases: ${advice}`);
  }
  const content = extract === 'code' ? extractCode(root) : await writeMarkdown(root);
  return {
    content: escapeOtherVariables(content, variables),
    ...(unsupportedBlocks.length > 0 && { unsupportedBlocks }),
  };
}

/** Whether nodes show nothing, such as empty lines. */
async function isEmpty(children: Root['children']): Promise<boolean> {
  return children.length === 0 || (await writeMarkdown({ type: 'root', children })) === '';
}

/** Reads a page with the markdown endpoint, or block by block if the server does not have it, or it does not return all of the page. */
async function readTree(
  pageId: string,
  workspace: Workspace,
  context: LoadContext,
): Promise<{ readonly root: Root; readonly unsupportedBlocks?: readonly string[] }> {
  const markdown = workspace.hasMarkdown ? await tryMarkdown(pageId, workspace, context) : undefined;
  if (markdown !== undefined) return { root: markdownToMdast(markdown) };
  const blocks = await readBlocks(pageId, workspace.client, context);
  return { root: blocksToMdast(blocks), unsupportedBlocks: listUnsupported(blocks) };
}

async function tryMarkdown(pageId: string, workspace: Workspace, context: LoadContext): Promise<string | undefined> {
  try {
    return await readMarkdown(pageId, workspace.client, context);
  } catch (error) {
    if (!PromptError.isInstance(error) || !isUnknownEndpoint(error)) throw error;
    workspace.hasMarkdown = false;
    return undefined;
  }
}

/** Returns the text of a property. @throws `CONFIG_INVALID` if the row does not have the property, or it is not text. */
function textOfProperty({ id, properties }: Page, name: string): string {
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (property?.type === 'rich_text') return plainText(property.rich_text);
  if (property?.type === 'title') return plainText(property.title);
  if (property?.type === 'formula' && property.formula?.type === 'string') return property.formula.string ?? '';
  if (property !== undefined) {
    throw notionError(
      'CONFIG_INVALID',
      `property '${name}' of page ${id} has the type ${property.type}: use a text, a title, or a formula that returns text`,
    );
  }
  const names = Object.keys(properties).join(', ');
  throw notionError('CONFIG_INVALID', `page ${id} has no property '${name}': it has ${names}`);
}
