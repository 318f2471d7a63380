import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import type { FootnoteDefinition, Root, RootContent } from 'mdast';
import { convertBlocks } from './blocks.ts';
import type { Scope } from './scope.ts';
import { type DocumentTab, findTab, listTabs } from './tabs.ts';

/**
 * Converts a document as `documents.get` of the Docs API returns it. Headers, footers, images and suggestions are omitted.
 * @param wanted The title or the id of the only tab to convert. Default: all tabs, each under its title if there are several.
 */
export function convertDocument(document: docs_v1.Schema$Document, wanted?: string): Root {
  const tabs = listTabs(document);
  const noteCount = { value: 0 };
  if (wanted !== undefined) {
    const tab = findTab(tabs, wanted, document.documentId ?? '');
    return { type: 'root', children: convertTab(tab, noteCount) };
  }
  const children = tabs.flatMap((tab): RootContent[] => {
    const content = convertTab(tab, noteCount);
    return tabs.length === 1 ? content : [titleOf(tab), ...content];
  });
  return { type: 'root', children };
}

function titleOf({ title, depth }: DocumentTab): RootContent {
  return { type: 'heading', depth: Math.min(depth + 1, 6) as 1, children: [{ type: 'text', value: title }] };
}

function convertTab({ content: { body, lists, footnotes } }: DocumentTab, noteCount: { value: number }): RootContent[] {
  const numbers = new Map<string, string>();
  const scope: Scope = {
    lists: lists ?? {},
    itemCounts: new Map(),
    numberOfNote(id) {
      const known = numbers.get(id);
      if (known !== undefined) return known;
      noteCount.value += 1;
      numbers.set(id, String(noteCount.value));
      return String(noteCount.value);
    },
  };
  const blocks = convertBlocks(body?.content ?? [], scope);
  const notes = Array.from(numbers, ([id, identifier]) => {
    const children = convertBlocks(footnotes?.[id]?.content ?? [], scope) as FootnoteDefinition['children'];
    return { type: 'footnoteDefinition', identifier, label: identifier, children } as const;
  });
  return [...blocks, ...notes];
}
