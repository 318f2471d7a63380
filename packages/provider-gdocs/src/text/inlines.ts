import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import type { PhrasingContent } from 'mdast';
import { isCodeFont } from './fonts.ts';
import { isSuggested, type Paragraph, type Scope } from './scope.ts';

type Element = docs_v1.Schema$ParagraphElement;
type TextStyle = docs_v1.Schema$TextStyle;

/** Converts the contents of a paragraph. Images, equations and page breaks have no text. */
export function convertInlines({ elements }: Paragraph, scope: Scope): PhrasingContent[] {
  const last = elements?.at(-1);
  // The line break at the end of a paragraph is part of its last text.
  return (elements ?? []).flatMap((element) =>
    convertElement(element === last ? withoutLineBreak(element) : element, scope),
  );
}

function convertElement(element: Element, scope: Scope): PhrasingContent[] {
  const { textRun, footnoteReference, person, richLink, dateElement } = element;
  if ([textRun, footnoteReference, person, richLink, dateElement].some((part) => isSuggested(part))) return [];
  if (textRun) return style(convertText(plainText(textRun.content), textRun.textStyle), textRun.textStyle);
  if (footnoteReference?.footnoteId) {
    const identifier = scope.numberOfNote(footnoteReference.footnoteId);
    return [{ type: 'footnoteReference', identifier, label: identifier }];
  }
  if (person) return textOf(person.personProperties?.name ?? person.personProperties?.email);
  if (dateElement) return textOf(dateElement.dateElementProperties?.displayText);
  if (richLink) {
    const { title, uri } = richLink.richLinkProperties ?? {};
    return linkTo(uri, textOf(title ?? uri));
  }
  return [];
}

function withoutLineBreak({ textRun, ...element }: Element): Element {
  return textRun ? { textRun: { ...textRun, content: (textRun.content ?? '').replace(/\n$/, '') } } : element;
}

/** Returns a text without the placeholders for elements that the API can't describe. */
export function plainText(content: string | null | undefined): string {
  return (content ?? '').replaceAll('\uE907', '');
}

/** A line break within a paragraph is a vertical tab. */
function convertText(content: string, { weightedFontFamily }: TextStyle = {}): PhrasingContent[] {
  const isCode = isCodeFont(weightedFontFamily?.fontFamily);
  return content.split(/[\v\n]/).flatMap((line, index): PhrasingContent[] => {
    const text: PhrasingContent[] = isCode && line.trim() !== '' ? [{ type: 'inlineCode', value: line }] : textOf(line);
    return index === 0 ? text : [{ type: 'break' }, ...text];
  });
}

function style(content: PhrasingContent[], { strikethrough, italic, bold, link }: TextStyle = {}): PhrasingContent[] {
  if (content.length === 0) return [];
  let styled = content;
  if (strikethrough) styled = [{ type: 'delete', children: styled }];
  if (italic) styled = [{ type: 'emphasis', children: styled }];
  if (bold) styled = [{ type: 'strong', children: styled }];
  return linkTo(link?.url, styled);
}

/** Creates a link. A link within the document becomes its text, because it does not work outside of the document. */
function linkTo(url: string | null | undefined, children: PhrasingContent[]): PhrasingContent[] {
  if (!url || url.startsWith('#')) return children;
  return [{ type: 'link', url, children } as PhrasingContent];
}

function textOf(value: string | null | undefined): PhrasingContent[] {
  return value ? [{ type: 'text', value }] : [];
}
