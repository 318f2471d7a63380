import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';

type Element = docs_v1.Schema$ParagraphElement;
type TextStyle = docs_v1.Schema$TextStyle;

/** Writes the contents of a paragraph as Drive exports them. @param notes Receives the ids of footnotes. */
export function writeRuns(elements: readonly Element[], notes: string[]): string {
  return mergeAlike(elements)
    .map(({ textRun, footnoteReference, person, richLink, dateElement, horizontalRule, inlineObjectElement }) => {
      if (horizontalRule) return '\n\n---\n\n';
      if (inlineObjectElement) return `![][${inlineObjectElement.inlineObjectId}]`;
      if (person) return escapeText(person.personProperties?.name);
      if (dateElement) return escapeText(dateElement.dateElementProperties?.displayText);
      if (richLink) return `[${escapeText(richLink.richLinkProperties?.title)}](${richLink.richLinkProperties?.uri})`;
      if (footnoteReference) return `[^${notes.push(footnoteReference.footnoteId ?? '')}]`;
      return writeRun(textRun?.content ?? '', textRun?.textStyle ?? {});
    })
    .join('');
}

function writeRun(content: string, { bold, italic, strikethrough, link, weightedFontFamily }: TextStyle): string {
  const text = content.replace(/\n$/, '');
  if (text.trim() === '') return text.replaceAll('\v', '  \n');
  if (isMonospace(weightedFontFamily)) {
    return text
      .split('\v')
      .map((line) => (line.trim() === '' ? '' : `\`${line}\``))
      .join('  \n');
  }
  const [before = '', after = ''] = [/^\s*/, /\s*$/].map((pattern) => pattern.exec(text)?.[0]);
  const marks = [bold && '**', italic && '*', strikethrough && '~~'].filter((mark) => typeof mark === 'string');
  const marked = marks.join('') + escapeText(text.trim()) + marks.toReversed().join('');
  const target = link?.url ?? (link?.headingId ? `#${link.headingId}` : undefined);
  return `${before}${target === undefined ? marked : `[${marked}](${target})`}${after}`;
}

/** Merges adjacent texts. Google splits a text at each change of its style, also of one that markdown does not have. */
function mergeAlike(elements: readonly Element[]): Element[] {
  const merged: Element[] = [];
  for (const element of elements) {
    const [last, next] = [merged.at(-1)?.textRun, element.textRun];
    if (last && next && keyOf(last) === keyOf(next)) {
      merged[merged.length - 1] = { textRun: { ...last, content: `${last.content}${next.content}` } };
    } else merged.push(element);
  }
  return merged;
}

function keyOf({
  textStyle: { bold, italic, strikethrough, link, weightedFontFamily } = {},
}: docs_v1.Schema$TextRun): string {
  return JSON.stringify([!!bold, !!italic, !!strikethrough, link, isMonospace(weightedFontFamily)]);
}

/** Returns whether a font is one of the fixed-width fonts in the recordings and the tests. */
export function isMonospace(font: docs_v1.Schema$WeightedFontFamily | undefined): boolean {
  return /^(Roboto Mono|Consolas|Courier New)$/.test(font?.fontFamily ?? '');
}

/** Escapes a text as Drive does. */
export function escapeText(text: string | null | undefined): string {
  return (text ?? '').replace(/[\\`*_[\]<>#+|~!&-]/g, (character) => `\\${character}`).replaceAll('\v', '  \n');
}
