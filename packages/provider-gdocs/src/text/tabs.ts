import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import { gdocsError } from '../gdocs-error.ts';
import { maxDepth } from './scope.ts';

/** A tab of a document. */
export interface DocumentTab {
  readonly id: string;
  readonly title: string;
  /** 0 for a top-level tab. */
  readonly depth: number;
  readonly content: docs_v1.Schema$DocumentTab;
}

/** Lists the tabs in the order of the document, each followed by its child tabs. */
export function listTabs(document: docs_v1.Schema$Document): DocumentTab[] {
  const { tabs, title, body, lists, footnotes } = document;
  if (tabs === undefined && body === undefined)
    throw gdocsError('CONTENT_INVALID', "the response of Google's API is not a document: it may come from a proxy");
  if (!tabs)
    return [{ id: '', title: title ?? '', depth: 0, content: { body, lists, footnotes } as DocumentTab['content'] }];
  return tabs.flatMap((tab) => flatten(tab, 0));
}

function flatten({ tabProperties, documentTab, childTabs }: docs_v1.Schema$Tab, depth: number): DocumentTab[] {
  if (depth >= maxDepth) return [];
  const tab = { id: tabProperties?.tabId ?? '', title: tabProperties?.title ?? '', depth, content: documentTab ?? {} };
  return [tab, ...(childTabs ?? []).flatMap((child) => flatten(child, depth + 1))];
}

/**
 * Finds a tab by its id or its title.
 * @throws `NOT_FOUND`, or `CONFIG_INVALID` if several have the title.
 */
export function findTab(tabs: readonly DocumentTab[], wanted: string, documentId: string): DocumentTab {
  const byTitle = tabs.filter(({ title }) => title.trim() === wanted.trim());
  const found = tabs.find(({ id }) => id === wanted) ?? byTitle[0];
  const list = (some: readonly DocumentTab[]) =>
    some
      .slice(0, 20)
      .map(({ title, id }) => `'${title}' (${id})`)
      .join(', ');
  if (!found) throw gdocsError('NOT_FOUND', `document ${documentId} has no tab '${wanted}': use one of ${list(tabs)}`);
  if (found.id !== wanted && byTitle.length > 1) {
    throw gdocsError(
      'CONFIG_INVALID',
      `document ${documentId} has several tabs '${wanted}': use the id of one of them: ${list(byTitle)}`,
    );
  }
  return found;
}
