import type { Paragraph, RootContent } from 'mdast';

declare module 'mdast' {
  interface ParagraphData {
    /** Whether the paragraph represents a database in the page. */
    isDatabase?: boolean;
  }
}

/** Creates the link that represents a page within a page. */
export function pageLink(title: string, url: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'link', url, children: [{ type: 'text', value: title || url }] }] };
}

/** Creates the link that represents a database within a page. Its rows are not part of the text. */
export function databaseLink(title: string, url: string): Paragraph {
  return { ...pageLink(title, url), data: { isDatabase: true } };
}

export function isDatabase(node: RootContent): boolean {
  return node.type === 'paragraph' && node.data?.isDatabase === true;
}
