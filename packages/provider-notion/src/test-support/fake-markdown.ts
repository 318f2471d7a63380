import type { StoredBlock } from './fake-blocks.ts';

interface Part {
  readonly plain_text: string;
}

/** What the endpoint returns besides the markdown. */
export interface WrittenMarkdown {
  readonly markdown: string;
  readonly unknownIds: readonly string[];
}

/** Writes blocks as Notion does, with its escapes, tags and tabs. Blocks that it does not know become `<unknown>`. */
export function writeFakeMarkdown(blocks: readonly StoredBlock[]): WrittenMarkdown {
  const unknownIds: string[] = [];
  const write = (list: readonly StoredBlock[], tabs: string): string =>
    list.map((block) => writeBlock(block, tabs)).join('\n');

  function writeBlock({ json, children }: StoredBlock, tabs: string): string {
    const { type, id } = json;
    const content = json[type] as { rich_text?: readonly Part[]; language?: string; checked?: boolean };
    const raw = (content.rich_text ?? []).map((part) => part.plain_text).join('');
    const text = escapeCharacters(raw);
    const inner = children.length === 0 ? '' : `\n${write(children, `${tabs}\t`)}`;
    switch (type) {
      case 'paragraph':
        return `${tabs}${text === '' ? '<empty-block/>' : text}${inner}`;
      case 'bulleted_list_item':
        return `${tabs}- ${text}${inner}`;
      case 'to_do':
        return `${tabs}- [${content.checked ? 'x' : ' '}] ${text}${inner}`;
      case 'code':
        return [`\`\`\`${content.language}`, ...raw.split('\n'), '```'].map((line) => tabs + line).join('\n');
      case 'callout':
        return `${tabs}<callout icon="💡" color="blue_bg">\n${tabs}\t${text}${inner}\n${tabs}</callout>`;
      case 'child_database':
        return `${tabs}<database url="https://www.notion.so/${id}" inline="true">Rows</database>`;
      default:
        unknownIds.push(id);
        return `${tabs}<unknown url="https://app.notion.com/p/page#${id.replaceAll('-', '')}" alt="${type}"/>`;
    }
  }

  const markdown = write(blocks, '');
  return { markdown, unknownIds };
}

function escapeCharacters(text: string): string {
  return text.replace(/[\\*~`$[\]<>{}|^]/g, '\\$&').replaceAll('\n', '<br>');
}
