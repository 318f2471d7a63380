import type { Code, Heading, Image, InlineCode, Link, Parents, PhrasingContent, Text } from 'mdast';
import type { Handle, State } from 'mdast-util-to-markdown';

type Info = Parameters<Handle>[3];

/** Handlers of mdast-util-to-markdown that write text without escapes, for readers instead of parsers. */
export const handlers = {
  text: ({ value }: Text, _: unknown, state: State) => toInline(value, state),
  break: (_node: unknown, _: unknown, state: State) => toInline('\n', state),
  inlineCode: writeInlineCode,
  strong: createMarkHandler('**'),
  emphasis: createMarkHandler('*'),
  delete: createMarkHandler('~~'),
  link: Object.assign(writeLink, { peek: () => '[' }),
  image: ({ alt, url }: Image) => `![${alt ?? ''}](${toDestination(url)})`,
  heading: writeHeading,
  code: writeCode,
};

/** Writes text so that it fits a table cell or a heading. A cell is one line, and a pipe would end it. A heading is one line. */
function toInline(text: string, state: State): string {
  if (!state.stack.includes('tableCell')) {
    return state.stack.includes('headingAtx') ? text.replace(/\s*\n\s*/g, ' ') : text;
  }
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>');
}

function writeInlineCode({ value }: InlineCode, _: unknown, state: State): string {
  const ticks = createFence(value, 1);
  const padding = /^`|`$/.test(value) ? ' ' : '';
  return toInline(`${ticks}${padding}${value}${padding}${ticks}`, state);
}

/** Creates the handler for a mark. Without `peek`, the library would write every mark twice, once only to know its first character. */
function createMarkHandler(marker: string) {
  const write = (node: { children: PhrasingContent[] }, _: unknown, state: State, info: Info) =>
    marker +
    state.containerPhrasing(node as Parents & { type: 'strong' }, { ...info, before: marker, after: marker }) +
    marker;
  return Object.assign(write, { peek: () => marker[0] });
}

function writeLink(node: Link, _: unknown, state: State, info: Info): string {
  const text = state.containerPhrasing(node, { ...info, before: '[', after: ']' });
  const isBare = text === node.url || `mailto:${text}` === node.url;
  if (isBare || text === '' || node.url === '') return text || node.url;
  return `[${text}](${toDestination(node.url)})`;
}

function writeHeading(node: Heading, _: unknown, state: State, info: Info): string {
  const exit = state.enter('headingAtx');
  const text = state.containerPhrasing(node, { ...info, before: ' ', after: '\n' });
  exit();
  return `${'#'.repeat(node.depth)} ${text}`.trimEnd();
}

function writeCode({ lang, value }: Code): string {
  const fence = createFence(value, 3);
  return `${fence}${lang ?? ''}\n${value === '' ? '' : `${value}\n`}${fence}`;
}

/** Returns more backticks than any run of them in the text. */
function createFence(text: string, minLength: number): string {
  const runs = Array.from(text.matchAll(/`+/g), ([run]) => run.length);
  const length = runs.reduce((maxLength, run) => Math.max(maxLength, run + 1), minLength);
  return '`'.repeat(length);
}

/** Writes the destination of a link. One with spaces or parentheses is enclosed in angle brackets. */
function toDestination(url: string): string {
  return /[\s()<>]/.test(url) ? `<${url.replace(/[\s<>]/g, encodeURIComponent)}>` : url;
}
