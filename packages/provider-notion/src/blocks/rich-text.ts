import type { RichTextItemResponse } from '@notionhq/client';
import type { PhrasingContent } from 'mdast';
import { visibleText } from './visible-text.ts';

/** Converts rich text. Colours and underlines, which markdown does not have, are dropped. */
export function richTextToMdast(parts: readonly RichTextItemResponse[] | undefined): PhrasingContent[] {
  return (parts ?? []).flatMap((part) => applyAnnotations(part, contentOf(part)));
}

function contentOf(part: RichTextItemResponse): PhrasingContent[] {
  const { plain_text: text, annotations } = part;
  if (part.type === 'equation') return [{ type: 'text', value: `$${part.equation.expression}$` }];
  if (annotations?.code) return [{ type: 'inlineCode', value: text }];
  // The API returns no name for a person who has left.
  if (part.type === 'mention' && part.mention.type === 'user' && text === '')
    return [{ type: 'text', value: '@unknown' }];
  return withBreaks(visibleText(text));
}

/** Converts the line breaks within a text. */
export function withBreaks(text: string): PhrasingContent[] {
  return text
    .split('\n')
    .flatMap((line, index): PhrasingContent[] => [
      ...(index === 0 ? [] : [{ type: 'break' } as const]),
      ...(line === '' ? [] : [{ type: 'text', value: line } as const]),
    ]);
}

function applyAnnotations({ annotations, href }: RichTextItemResponse, content: PhrasingContent[]): PhrasingContent[] {
  let nodes = content;
  if (annotations?.strikethrough) nodes = [{ type: 'delete', children: nodes }];
  if (annotations?.italic) nodes = [{ type: 'emphasis', children: nodes }];
  if (annotations?.bold) nodes = [{ type: 'strong', children: nodes }];
  return href ? [{ type: 'link', url: absoluteUrl(href), children: nodes as never }] : nodes;
}

/** Links between pages are written without the host. */
function absoluteUrl(href: string): string {
  return href.startsWith('/') ? `https://www.notion.so${href}` : href;
}
