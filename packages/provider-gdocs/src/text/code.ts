import type { Code } from 'mdast';
import { isCodeFont } from './fonts.ts';
import { plainText } from './inlines.ts';
import { isSuggested, type Paragraph } from './scope.ts';

/** Returns whether a paragraph is a line of code: it has text, and all of it is in a fixed-width font. */
export function isCodeLine({ elements = [], bullet, paragraphStyle }: Paragraph): boolean {
  if (bullet || /^(TITLE|SUBTITLE|HEADING)/.test(paragraphStyle?.namedStyleType ?? '')) return false;
  const runs = elements.filter(({ textRun }) => plainText(textRun?.content).trim() !== '');
  const isOnlyText = elements.every(({ textRun, inlineObjectElement }) => textRun || inlineObjectElement);
  return (
    runs.length > 0 &&
    isOnlyText &&
    runs.every(({ textRun }) => isCodeFont(textRun?.textStyle?.weightedFontFamily?.fontFamily))
  );
}

/** Converts paragraphs to a code block. Each of them has one line or more. */
export function convertCode(lines: readonly Paragraph[]): Code {
  const value = lines.map((line) => lineOf(line).replace(/\n$/, '').replaceAll('\v', '\n')).join('\n');
  return { type: 'code', value };
}

function lineOf({ elements = [] }: Paragraph): string {
  return elements.map(({ textRun }) => (isSuggested(textRun) ? '' : plainText(textRun?.content))).join('');
}
