export { htmlToMarkdown } from './html/html-to-markdown.ts';
export { escapeOtherVariables } from './markdown/escape-other-variables.ts';
export { extractCode } from './markdown/extract-code.ts';
export { memberName } from './markdown/member-name.ts';
export { readableText } from './markdown/readable-text.ts';
export { unescapeMarkdown } from './markdown/unescape-markdown.ts';
export { writeMarkdown } from './markdown/write-markdown.ts';
