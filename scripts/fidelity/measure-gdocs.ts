import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeMarkdown } from '../../packages/markup-kit/src/markdown/write-markdown.ts';
import { writeExport } from '../../packages/provider-gdocs/src/test-support/write-export.ts';
import { cleanExport } from '../../packages/provider-gdocs/src/text/clean-export.ts';
import { convertDocument } from '../../packages/provider-gdocs/src/text/convert-document.ts';
import { type Fidelity, measureFidelity } from './measure-fidelity.ts';

/** How much of one document one route keeps. */
export interface DocumentFidelity extends Fidelity {
  readonly document: string;
  readonly route: 'documents.get' | 'files.export';
  readonly markdown: string;
}

/**
 * Converts recorded documents on both routes, and compares them with all texts in the recording.
 * @param folder Contains answers of `documents.get` as JSON. Drive's exports are written by the fake: none were recorded.
 */
export async function measureDocuments(folder: string): Promise<DocumentFidelity[]> {
  const rows: DocumentFidelity[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const document = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const { body, lists, footnotes, inlineObjects } = document;
    const expected = [body, footnotes].flatMap((part) => [...textsIn(part)]).join('');
    const texts = {
      'documents.get': await writeMarkdown(convertDocument(document)),
      'files.export': cleanExport(writeExport([{ documentTab: { body, lists, footnotes, inlineObjects } }])),
    };
    for (const route of ['documents.get', 'files.export'] as const) {
      const markdown = texts[route];
      rows.push({
        document: name.replace('.json', ''),
        route,
        markdown,
        ...measureFidelity(expected, withoutMarkup(markdown)),
      });
    }
  }
  return rows;
}

/** Finds every text, wherever it is. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  if ('textRun' in value) yield (value as { textRun: { content?: string } }).textRun.content ?? '';
  else for (const inner of Object.values(value)) yield* textsIn(inner);
}

/** Removes addresses and numbers, which are no texts of the document. */
function withoutMarkup(markdown: string): string {
  return markdown
    .replace(/\]\([^)\s]*\)/g, ']')
    .replace(/\[\^\d+\]:?/g, ' ')
    .replace(/^\s*\d+\. /gm, '');
}
