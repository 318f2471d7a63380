import type { StoredBlock } from './fake-blocks.ts';

interface Part {
  readonly plain_text: string;
}

/** The markdown that the endpoint returns, and the ids of the blocks that it omits. */
export interface WrittenMarkdown {
  readonly markdown: string;
  readonly unknownIds: readonly string[];
}

/**
 * Writes blocks as Notion does, in version 2 of its markdown. Blocks in list items are indented, blocks in other blocks are enclosed in
 * tags. Blocks that it does not support become `<unknown>`.
 */
export function writeFakeMarkdown(blocks: readonly StoredBlock[]): WrittenMarkdown {
  const unknownIds: string[] = [];
  const write = (list: readonly StoredBlock[]): string =>
    list
      .map((block, index) => {
        const isTight = isItem(block) && isItem(list[index + 1]);
        return `${writeBlock(block)}${isTight ? '\n' : '\n\n'}`;
      })
      .join('')
      .trimEnd();

  function writeBlock({ json, children }: StoredBlock): string {
    const { type, id } = json;
    const content = json[type] as { rich_text?: readonly Part[]; language?: string; checked?: boolean; title?: string };
    const raw = (content.rich_text ?? []).map((part) => part.plain_text).join('');
    const text = escapeCharacters(raw);
    const item = (mark: string) =>
      [`${mark} ${text}`, ...(children.length > 0 ? [indent(write(children))] : [])].join('\n');
    const frame = (tag: string, attributes = '') =>
      `<${tag}${attributes}>\n${[text, write(children)].filter(Boolean).join('\n\n')}\n</${tag}>`;
    switch (type) {
      case 'paragraph':
        if (children.length > 0) return frame('p');
        return text === '' ? '<p />' : text;
      case 'bulleted_list_item':
        return item('-');
      case 'to_do':
        return item(`- [${content.checked ? 'x' : ' '}]`);
      case 'code':
        return [`${'```'}${content.language}`, ...raw.split('\n'), '```'].join('\n');
      case 'divider':
        return '---';
      case 'callout':
        return frame('callout', ' icon="💡" color="blue_bg"');
      case 'child_database':
        return `<database url="https://www.notion.so/${id}" inline="true">Rows</database>`;
      default:
        unknownIds.push(id);
        return `<unknown url="https://app.notion.com/p/page#${id.replaceAll('-', '')}" alt="${type}"/>`;
    }
  }

  return { markdown: write(blocks), unknownIds };
}

function isItem(block: StoredBlock | undefined): boolean {
  return /^(?:bulleted_list_item|to_do)$/.test(block?.json.type ?? '');
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '\t');
}

function escapeCharacters(text: string): string {
  return text.replace(/[\\*~`$[\]<>{}|^]/g, '\\$&').replaceAll('\n', '\\\n');
}
