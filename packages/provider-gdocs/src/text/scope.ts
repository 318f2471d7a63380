import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';

export type Paragraph = docs_v1.Schema$Paragraph;
export type StructuralElement = docs_v1.Schema$StructuralElement;

/** The lists and footnotes that the contents of a tab refer to. */
export interface Scope {
  readonly lists: NonNullable<docs_v1.Schema$DocumentTab['lists']>;
  /** Returns the number of a footnote, by its id. Footnotes are numbered in the order of their references. */
  numberOfNote(id: string): string;
  /** The number of items of a list so far, by its id and by level. Numbering continues after a paragraph. */
  readonly itemCounts: Map<string, number[]>;
}

/** Tables and tabs that are nested more deeply are omitted. Google Docs itself allows fewer levels. */
export const maxDepth = 20;

interface Suggestible {
  readonly suggestedInsertionIds?: readonly string[] | null;
}

/** Returns whether an element is only suggested, and thus not part of the text. */
export function isSuggested(element: Suggestible | undefined): boolean {
  return (element?.suggestedInsertionIds ?? []).length > 0;
}
