import type { BlockObjectResponse } from '@notionhq/client';
import { type BlockSpec, richText } from './fake-blocks.ts';

type BlockType = BlockObjectResponse['type'];

const text = (words: string) => ({ rich_text: richText(words), color: 'default' });
const file = (name: string, caption: string) => ({
  type: 'file',
  file: {
    url: `https://files.example/${name}?X-Amz-Signature=abc&X-Amz-Date=1`,
    expiry_time: '2026-01-01T00:00:00.000Z',
  },
  caption: richText(caption),
});
const inner = [{ type: 'paragraph', content: text('text inside') }];

/** One block of every type that the SDK defines. A type that a later version adds causes a compile error here. */
export const everyBlock: Readonly<Record<BlockType, Omit<BlockSpec, 'type'>>> = {
  paragraph: { content: { ...text('a paragraph'), icon: null }, children: inner },
  heading_1: { content: { ...text('first heading'), is_toggleable: true }, children: inner },
  heading_2: { content: { ...text('second heading'), is_toggleable: false } },
  heading_3: { content: { ...text('third heading'), is_toggleable: false } },
  heading_4: { content: { ...text('fourth heading'), is_toggleable: false } },
  bulleted_list_item: { content: text('bulleted item'), children: inner },
  numbered_list_item: { content: { ...text('numbered item'), list_start_index: 3 }, children: inner },
  quote: { content: text('quoted words'), children: inner },
  to_do: { content: { ...text('something to do'), checked: true } },
  toggle: { content: text('toggle title'), children: inner },
  template: { content: { rich_text: richText('template button') } },
  synced_block: { content: { synced_from: null }, children: inner },
  child_page: { content: { title: 'Child page' } },
  child_database: { content: { title: 'Child database' } },
  equation: { content: { expression: '\\frac{a_1}{b}' } },
  code: {
    content: { rich_text: richText('const a = `*b*`;'), caption: richText('code caption'), language: 'typescript' },
  },
  callout: { content: { ...text('callout words'), icon: { type: 'emoji', emoji: '💡' } }, children: inner },
  divider: { content: {} },
  breadcrumb: { content: {} },
  table_of_contents: { content: { color: 'default' } },
  tab: { content: {}, children: inner },
  column_list: { content: {}, children: [{ type: 'column', content: { width_ratio: 0.5 }, children: inner }] },
  column: { content: {}, children: inner },
  link_to_page: { content: { type: 'page_id', page_id: '2f1c8a6d-9b3e-4f70-81a2-b3c4d5e6f708' } },
  table: {
    content: { table_width: 2, has_column_header: true, has_row_header: false },
    children: [
      { type: 'table_row', content: { cells: [richText('Model'), richText('Price')] } },
      { type: 'table_row', content: { cells: [richText('small|tiny'), richText('1')] } },
    ],
  },
  table_row: { content: { cells: [richText('lonely'), richText('cells')] } },
  meeting_notes: { content: { title: richText('meeting title'), status: 'notes_ready' }, children: inner },
  transcription: { content: { title: richText('transcript title') }, children: inner },
  embed: { content: { url: 'https://embed.example/a', caption: richText('embed caption') } },
  bookmark: { content: { url: 'https://bookmark.example/a', caption: [] } },
  image: { content: file('image.png', 'image caption') },
  video: {
    content: { type: 'external', external: { url: 'https://video.example/a' }, caption: richText('video caption') },
  },
  pdf: { content: file('paper.pdf', 'pdf caption') },
  file: { content: { ...file('notes.txt', 'file caption'), name: 'notes.txt' } },
  audio: { content: file('song.mp3', 'audio caption') },
  link_preview: { content: { url: 'https://preview.example/a' } },
  unsupported: { content: { block_type: 'button' } },
};
