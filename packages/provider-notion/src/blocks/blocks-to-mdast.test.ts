import { writeMarkdown } from '@prompts/markup-kit';
import { expect, it } from 'vitest';
import { noSharedData } from '../../../../scripts/test/shared-data.ts';
import { everyBlock } from '../test-support/every-block.ts';
import { type BlockSpec, paragraph, richText, type StoredBlock, storeBlock } from '../test-support/fake-blocks.ts';
import { measureBlocks } from '../test-support/measure-blocks.ts';
import { recordedPages } from '../test-support/recorded-pages.ts';
import type { Block } from './block-tree.ts';
import { blocksToMdast } from './blocks-to-mdast.ts';

const toBlock = ({ json, children }: StoredBlock): Block => ({
  block: json as unknown as Block['block'],
  children: children.map(toBlock),
});
const blocksOf = (...specs: readonly BlockSpec[]) => specs.map((spec) => toBlock(storeBlock(spec, 'page')));
const write = (...specs: readonly BlockSpec[]) => writeMarkdown(blocksToMdast(blocksOf(...specs)));
const text = (...parts: readonly object[][]): BlockSpec => ({
  type: 'paragraph',
  content: { rich_text: parts.flat() },
});

it.each(Object.entries(everyBlock))('a block of the type %s loses no text', async (type, spec) => {
  const blocks = blocksOf({ type, ...spec });
  expect(await measureBlocks(blocks)).toMatchObject({ missing: [] });
});

it('blocks of every type become what a person sees', async () => {
  const markdown = await write(...Object.entries(everyBlock).map(([type, spec]) => ({ type, ...spec })));
  expect(markdown.replaceAll(/so\/[\da-f]{32}/g, 'so/<id>')).toMatchInlineSnapshot(`
    "a paragraph

    text inside

    # first heading

    text inside

    ## second heading

    ### third heading

    #### fourth heading

    - bulleted item

      text inside

    3. numbered item

       text inside

    > quoted words
    >
    > text inside

    - [x] something to do

    toggle title

    text inside

    template button

    text inside

    [Child page](https://www.notion.so/<id>)

    [Child database](https://www.notion.so/<id>)

    $$
    \\frac{a_1}{b}
    $$

    \`\`\`typescript
    const a = \`*b*\`;
    \`\`\`

    code caption

    > 💡 callout words
    >
    > text inside

    ---

    text inside

    text inside

    text inside

    https://www.notion.so/<id>

    | Model | Price |
    | - | - |
    | small\\|tiny | 1 |

    | lonely | cells |
    | - | - |

    meeting title

    text inside

    transcript title

    text inside

    [embed caption](https://embed.example/a)

    https://bookmark.example/a

    ![image caption](https://files.example/image.png)

    [video caption](https://video.example/a)

    [pdf caption](https://files.example/paper.pdf)

    [notes.txt](https://files.example/notes.txt)
    file caption

    [audio caption](https://files.example/song.mp3)

    https://preview.example/a"
  `);
});

it('recorded pages lose no text', async (test) => {
  const pages = recordedPages();
  if (pages.length === 0) test.skip(noSharedData);
  for (const { name, blocks } of pages) {
    expect((await measureBlocks(blocks)).recall, name).toBeGreaterThanOrEqual(0.995);
  }
});

it('a type that is newer than this package keeps its text and the blocks in it', async () => {
  const markdown = await write({
    type: 'hologram',
    content: { rich_text: richText('new') },
    children: [paragraph('inside')],
  });
  expect(markdown).toBe('new\n\ninside');
});

it('marks, links, equations and mentions are kept in place', async () => {
  const markdown = await write(
    text(
      richText('bold ', { bold: true }),
      richText('both', { bold: true, italic: true }),
      richText(' and '),
      richText('`code`', { code: true }),
      richText(' gone', { strikethrough: true }),
      richText(' link', {}, 'https://a.example/b'),
      richText(' page', {}, '/2f1c8a6d9b3e4f7081a2b3c4d5e6f708'),
      [
        { type: 'equation', equation: { expression: 'e=mc^2' }, plain_text: 'e=mc^2', href: null, annotations: {} },
        { type: 'mention', mention: { type: 'user', user: { id: 'u' } }, plain_text: '', href: null, annotations: {} },
      ],
    ),
    paragraph('one\ntwo \uE123{{name}} \\{{literal}} <tag> * _'),
  );
  expect(markdown).toBe(
    '**bold *both*** and `` `code` `` ~~gone~~ [link](https://a.example/b) [page](https://www.notion.so/2f1c8a6d9b3e4f7081a2b3c4d5e6f708)$e=mc^2$@unknown\n\none\ntwo {{name}} \\{{literal}} <tag> * _',
  );
});

it('a numbered list continues after other blocks, and lists of 30 levels are kept', async () => {
  const item = (words: string, start?: number): BlockSpec => ({
    type: 'numbered_list_item',
    content: { rich_text: richText(words), ...(start !== undefined && { list_start_index: start }) },
  });
  expect(await write(item('a'), item('b'), paragraph('between'), item('c', 3), item('d'))).toBe(
    '1. a\n2. b\n\nbetween\n\n3. c\n4. d',
  );
  let deep: BlockSpec = { type: 'bulleted_list_item', content: { rich_text: richText('level 30') } };
  for (let level = 29; level > 0; level -= 1) {
    deep = { type: 'bulleted_list_item', content: { rich_text: richText(`level ${level}`) }, children: [deep] };
  }
  const lines = (await write(deep)).split('\n');
  expect([lines.length, lines.at(-1)]).toEqual([30, `${'  '.repeat(29)}- level 30`]);
});

it('the signature in the address of a file is removed, and other addresses are kept', async () => {
  const image = (url: string): BlockSpec => ({
    type: 'image',
    content: { type: 'external', external: { url }, caption: [] },
  });
  expect(await write(image('https://s3.example/a.png?X-Amz-Signature=1&X-Amz-Date=2'))).toBe(
    '![](https://s3.example/a.png)',
  );
  expect(await write(image('https://a.example/a.png?size=large'))).toBe('![](https://a.example/a.png?size=large)');
});
