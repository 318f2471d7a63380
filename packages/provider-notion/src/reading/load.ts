import { createHash } from 'node:crypto';
import type { LoadContext, PromptTemplate } from '@prompts/core';
import type { PageConfig } from '../config-schema.ts';
import { completeProperties } from '../pages/complete-properties.ts';
import { type PageMetadata, pageMetadata } from '../pages/page-metadata.ts';
import { type Page, readPage } from '../pages/read-page.ts';
import type { Workspace } from '../workspace.ts';
import { readText } from './read-text.ts';

/** Loads the current text of a page. Sends a request for the page, unless it has just been listed, and one for its text. */
export async function load(config: PageConfig, workspace: Workspace, context: LoadContext): Promise<PromptTemplate> {
  const listed = workspace.listedRows.get(config.pageId);
  workspace.listedRows.delete(config.pageId);
  const page = listed ?? (await readPage(config.pageId, workspace.client, context));
  return readTemplate(page, config, workspace, context);
}

/**
 * Loads the text again if the page was edited since the previous text was read, or shortly before that.
 * @returns The object `context.previous` if nothing changed.
 */
export async function refresh(config: PageConfig, workspace: Workspace, context: LoadContext): Promise<PromptTemplate> {
  const { previous } = context;
  const page = await readPage(config.pageId, workspace.client, context);
  return previous && isCurrent(previous, page) ? previous : readTemplate(page, config, workspace, context);
}

/** Creates the template of a page. */
export async function readTemplate(
  page: Page,
  config: PageConfig,
  workspace: Workspace,
  context: LoadContext,
): Promise<PromptTemplate> {
  const readAt = workspace.client.markTime();
  const complete = await completeProperties(page, workspace.client, context);
  const { content, ...facts } = await readText(complete, config, workspace, context);
  return {
    content,
    version: createHash('sha256').update(content).digest('hex').slice(0, 16),
    uri: page.url,
    metadata: { ...pageMetadata(complete, readAt()), ...facts },
  };
}

/** Returns whether a page has not been edited since the template was read. */
export function isCurrent(template: PromptTemplate, { last_edited_time: editedAt }: Page): boolean {
  const { updatedAt, isSettled } = (template.metadata ?? {}) as Partial<PageMetadata>;
  return isSettled === true && updatedAt === editedAt;
}
