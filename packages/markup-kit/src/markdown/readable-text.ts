/** Characters that look like a space. U+3000 is not one of them: it is as wide as a letter of its script. */
const oddSpaces = /[\u00A0\u2000-\u200A\u202F\u205F]/g;

/** Invisible characters. Editors leave them around mentions, macros and copied text. */
const invisible = /[\u00AD\u180E\u200B\u2060\uFEFF]/g;

/**
 * Joiners, except where they have a visible effect: between emoji, and after letters of scripts whose letters join.
 * https://www.unicode.org/reports/tr31/#Layout_and_Format_Control_Characters
 */
const strayJoiners = new RegExp(`(?<!${joinable().join('|')})[\\u200C\\u200D]`, 'gu');

function joinable(): string[] {
  const scripts = 'Arab Beng Deva Gujr Guru Khmr Knda Mlym Mong Mymr Orya Sinh Syrc Taml Telu Tibt'.split(' ');
  const emoji = ['\\p{Extended_Pictographic}', '\\p{Emoji_Modifier}', '\\uFE0F'];
  return [...emoji, ...scripts.map((script) => `\\p{scx=${script}}`)];
}

/**
 * Replaces characters that look like a space with a space, and removes invisible characters. All others are kept, including typographic
 * quotes.
 */
export function readableText(text: string): string {
  return text.replace(oddSpaces, ' ').replace(invisible, '').replace(strayJoiners, '');
}
