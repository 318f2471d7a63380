import { writeMarkdown } from '@prompts/markup-kit';
import type { docs_v1 } from 'googleapis/build/src/apis/docs/index.js';
import { expect, it } from 'vitest';
import { code, heading, item, link, paragraph, run, tab, tabContent, table } from '../test-support/document-json.ts';
import { normalise } from '../test-support/normalise.ts';
import { writeExport } from '../test-support/write-export.ts';
import { cleanExport } from './clean-export.ts';
import { convertDocument } from './convert-document.ts';

type Element = docs_v1.Schema$StructuralElement;

/** Converts a document on both routes, which must agree. */
async function convert(
  content: readonly Element[],
  rest: Omit<docs_v1.Schema$DocumentTab, 'body'> = {},
): Promise<string> {
  return convertTabs([tab('t.0', 'Tab 1', tabContent(content, rest))]);
}

async function convertTabs(tabs: docs_v1.Schema$Tab[]): Promise<string> {
  const markdown = await writeMarkdown(convertDocument({ documentId: 'x', tabs }));
  expect(normalise(cleanExport(writeExport(tabs)))).toBe(normalise(markdown));
  return markdown;
}

it('keeps every character of a text, and escapes none', async () => {
  const text = 'Write *one* {{user_name}} & <b>2 * 3</b> [x](y) # no | `tick` \\ 1. – “quoted” %7B ~ _ ! + -';
  expect(await convert([paragraph(text)])).toBe(text);
});

it('writes headings without bold', async () => {
  const title = paragraph('Guide', { paragraphStyle: { namedStyleType: 'TITLE' } });
  const subtitle = paragraph([run('For all', { bold: true })], { paragraphStyle: { namedStyleType: 'SUBTITLE' } });
  expect(await convert([title, subtitle, heading(1, 'One'), heading(6, 'Six')])).toBe(
    '# Guide\n\n## For all\n\n# One\n\n###### Six',
  );
});

it('writes bold, italic, struck and linked text', async () => {
  const content = [
    run('a '),
    run('bold ', { bold: true }),
    run('both', { bold: true, italic: true }),
    run(' b '),
    run('gone', { strikethrough: true }),
  ];
  expect(await writeMarkdown(convertDocument({ tabs: [tab('', '', tabContent([paragraph(content)]))] }))).toBe(
    'a **bold *both*** b ~~gone~~',
  );
  expect(await convert([paragraph([link('our guide', 'https://company.example/a_b'), run(', too')])])).toBe(
    '[our guide](https://company.example/a_b), too',
  );
});

it('writes a link within the document as its text', async () => {
  expect(await convert([paragraph([run('see '), run('below', { link: { headingId: 'h.abc' } })])])).toBe('see below');
});

it('writes nested lists, numbered lists and checklists', async () => {
  const content = [
    item('one', 'numbers'),
    item('inner', 'numbers', 1),
    item('deeper', 'numbers', 2),
    item('two', 'numbers'),
    paragraph('between'),
    item('bullet', 'bullets'),
    item('inner bullet', 'bullets', 1),
  ];
  expect(await convert(content)).toBe(
    '1. one\n   1. inner\n      1. deeper\n2. two\n\nbetween\n\n- bullet\n  - inner bullet',
  );
  expect(
    await convert([
      item('open', 'boxes'),
      paragraph('done', { bullet: { listId: 'boxes', textStyle: { strikethrough: true } } }),
    ]),
  ).toBe('- [ ] open\n- [x] done');
});

it('continues the numbering after a paragraph', async () => {
  expect(await convert([item('one', 'numbers'), paragraph('between'), item('two', 'numbers')])).toBe(
    '1. one\n\nbetween\n\n2. two',
  );
});

it('writes paragraphs in a fixed-width font as code, with their empty lines and spaces', async () => {
  const content = [
    paragraph([code('if (a_b) {')]),
    paragraph([code('  {{x}} * 2')]),
    paragraph(''),
    paragraph([code('}')]),
    paragraph('end'),
  ];
  const markdown = await writeMarkdown(convertDocument({ tabs: [tab('', '', tabContent(content))] }));
  expect(markdown).toBe('```\nif (a_b) {\n  {{x}} * 2\n\n}\n```\n\nend');
  expect(await convert([paragraph([run('Call '), code('a_b()'), run(' first')])])).toBe('Call `a_b()` first');
  expect(await convert([paragraph([code('a\vb')]), paragraph('end')])).toBe('```\na\nb\n```\n\nend');
});

it('writes tables', async () => {
  const rows = [
    ['Name', 'What it is'],
    ['a|b', [paragraph('one'), paragraph('two')]],
  ];
  expect(await convert([table(rows)])).toBe('| Name | What it is |\n| - | - |\n| a\\|b | one<br>two |');
});

it('replaces a table of one cell with its contents', async () => {
  expect(await convert([table([[[paragraph([code('a_b')]), paragraph([code('c')])]]]), paragraph('end')])).toBe(
    '```\na_b\nc\n```\n\nend',
  );
  expect(await convert([table([['Note: a|b']])])).toBe('Note: a|b');
});

it('writes the items of a list in a table as lines', async () => {
  const cell = [item('one', 'bullets'), item('two', 'bullets', 1), paragraph([code('x')]), table([['a', 'b']])];
  const markdown = await writeMarkdown(
    convertDocument({
      tabs: [
        tab(
          '',
          '',
          tabContent([
            table([
              ['Steps', 'B'],
              [cell, ''],
            ]),
          ]),
        ),
      ],
    }),
  );
  expect(markdown).toBe('| Steps | B |\n| - | - |\n| - one<br>  - two<br>`x`<br>a b | |');
});

it('writes footnotes in the order of their references', async () => {
  const footnotes = {
    'kix.b': { footnoteId: 'kix.b', content: [paragraph(' Second.')] },
    'kix.a': { footnoteId: 'kix.a', content: [paragraph(' First.')] },
  };
  const reference = (footnoteId: string) => ({ footnoteReference: { footnoteId, footnoteNumber: '9' } });
  const content = [paragraph([run('One'), reference('kix.a'), run(' two'), reference('kix.b')])];
  expect(await convert(content, { footnotes })).toBe('One[^1] two[^2]\n\n[^1]: First.\n\n[^2]: Second.');
});

it('writes the text of smart chips', async () => {
  const content = paragraph([
    { person: { personProperties: { name: 'Ada Lovelace', email: 'ada@company.example' } } },
    run(' wrote '),
    { richLink: { richLinkProperties: { title: 'The plan', uri: 'https://docs.google.com/document/d/1' } } },
    run(' on '),
    { dateElement: { dateElementProperties: { displayText: 'Jan 5, 2026' } } },
  ]);
  expect(await convert([content])).toBe(
    'Ada Lovelace wrote [The plan](https://docs.google.com/document/d/1) on Jan 5, 2026',
  );
});

it('omits images, page breaks and tables of contents', async () => {
  const inlineObjects = { image1: { objectId: 'image1' } };
  const content = [
    { tableOfContents: { content: [paragraph('Contents')] } },
    paragraph([run('a'), { inlineObjectElement: { inlineObjectId: 'image1' } }, run(' b')]),
    paragraph([{ inlineObjectElement: { inlineObjectId: 'image1' } }]),
    paragraph([{ pageBreak: {} }]),
    paragraph('c'),
  ];
  expect(await convert(content, { inlineObjects })).toBe('a b\n\nc');
});

it('omits suggested text', async () => {
  const suggested = { textRun: { content: ' really', suggestedInsertionIds: ['suggest.1'], textStyle: {} } };
  const tabs = [tab('', '', tabContent([paragraph([run('Do'), suggested, run(' it')])]))];
  expect(await writeMarkdown(convertDocument({ tabs }))).toBe('Do it');
});

it('writes rules and line breaks', async () => {
  expect(await convert([paragraph([{ horizontalRule: {} }]), paragraph('one\vtwo')])).toBe('---\n\none\ntwo');
});

it('writes all tabs in order, each under its title', async () => {
  const child = tab('t.2', 'Details', tabContent([paragraph('inner')]));
  const tabs = [
    tab('t.1', 'First_one', tabContent([paragraph('a')]), [child]),
    tab('t.3', 'Last', tabContent([paragraph('b')])),
  ];
  expect(await convertTabs(tabs)).toBe('# First_one\n\na\n\n## Details\n\ninner\n\n# Last\n\nb');
});

it('reads one tab by its id or its title, without its child tabs', async () => {
  const child = tab('t.2', 'Details', tabContent([paragraph('inner')]));
  const tabs = [
    tab('t.1', 'First', tabContent([paragraph('a')]), [child]),
    tab('t.3', 'Details', tabContent([paragraph('b')])),
  ];
  const read = async (wanted: string) => writeMarkdown(convertDocument({ documentId: 'x', tabs }, wanted));
  expect(await read('t.2')).toBe('inner');
  expect(await read('First')).toBe('a');
  await expect(read('Details')).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining("'Details' (t.2), 'Details' (t.3)"),
  });
  await expect(read('Third')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining("'First' (t.1)"),
  });
});

it('omits tables that are nested too deeply', async () => {
  let element: Element = paragraph('deep');
  for (let depth = 0; depth < 1000; depth += 1) element = table([[[element]]]);
  const tabs = [tab('', '', tabContent([paragraph('a'), element]))];
  expect(await writeMarkdown(convertDocument({ tabs }))).toBe('a');
});
