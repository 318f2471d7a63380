import { readableText, unescapeMarkdown } from '@prompts/markup-kit';
import { unwrapBoxes } from './unwrap-boxes.ts';

const fence = /^(?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t])*(?<fence>`{3,}|~{3,})/;

/** `[image1]: <data:image/png;base64,…>` at the end of the text. */
const imageDefinition = /^\[[^\]]{1,100}\]:[ \t]*<?data:[\w+/=;,:.%-]*>?[ \t]*$/;
const imageReference =
  /(?<!\\)!\[(?:[^[\]\\]|\\.){0,500}\](?:\[[^[\]]{0,100}\]|\((?:data:[\w+/=;,:.%-]*|[^()]{0,2000})\))/g;

/** A link to a heading of the same document. */
const innerLink = /(?<!!)\[(?<text>[^[\]]{1,500})\]\(#[^)\s]{0,200}\)/g;

/** In a table, the escape of a pipe is kept: without it, the pipe would end the cell. */
const pipeOrCode = /(`+)[^`]*\1|\\\\|\\\|/g;

const headingAnchor = /[ \t]*\{#[\w.-]{1,200}\}[ \t]*$/;

/**
 * Converts markdown as Drive exports it to the text that a person sees: without images and links into the document, without escapes, and
 * without the spaces at the end of a line that mark a line break.
 */
export function cleanExport(markdown: string): string {
  const lines: string[] = [];
  let open: string | undefined;
  for (const line of unwrapBoxes(markdown.replace(/^\uFEFF/, '').split(/\r?\n/))) {
    const found = fence.exec(line)?.groups?.fence;
    if (open !== undefined) {
      if (found?.startsWith(open) && line.trim() === found) open = undefined;
      lines.push(line);
    } else if (found !== undefined) {
      open = found;
      lines.push(line);
    } else if (!imageDefinition.test(line)) {
      const cleaned = cleanLine(line);
      // Removed lines must not leave more than one empty line.
      if (cleaned !== '' || lines.at(-1) !== '') lines.push(cleaned);
    }
  }
  return unescapeMarkdown(lines.join('\n')).trim();
}

function cleanLine(line: string): string {
  const text = readableText(line.replace(imageReference, '').replace(innerLink, '$<text>')).trimEnd();
  if (text.startsWith('|')) return text.replace(pipeOrCode, (match) => (match === '\\|' ? '\\\\\\|' : match));
  if (!/^#{1,6} /.test(text)) return text.replace(/^(\[\^\d+\]:) +/, '$1 ');
  return text.replace(headingAnchor, '').replace(/^(#{1,6}) \*\*((?:(?!\*\*).)*)\*\*$/, '$1 $2');
}
