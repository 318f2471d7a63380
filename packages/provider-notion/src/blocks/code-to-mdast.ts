import type { CodeBlockObjectResponse } from '@notionhq/client';
import type { RootContent } from 'mdast';
import { plainText } from '../pages/property-value.ts';
import { richTextToMdast } from './rich-text.ts';

/** Notion's name for code without a language. */
const noLanguage = 'plain text';

/** Converts a code block, letter for letter, and its caption. */
export function codeToMdast({ rich_text: text, language, caption }: CodeBlockObjectResponse['code']): RootContent[] {
  return [
    { type: 'code', lang: toInfo(language), value: plainText(text) },
    { type: 'paragraph', children: richTextToMdast(caption) },
  ];
}

/** Returns the info string of a code fence; null for code without a language. */
export function toInfo(language: string | undefined): string | null {
  return language === undefined || language === noLanguage ? null : language.replaceAll(' ', '-');
}
