import { writeMarkdown } from '@prompts/markup-kit';
import { expect, it } from 'vitest';
import { markdownToMdast } from './markdown-to-mdast.ts';

const convert = (...lines: string[]) => writeMarkdown(markdownToMdast(lines.join('\n')));

it('escapes are undone, except in code', async () => {
  expect(
    await convert('Hello \\{\\{name\\}\\}, \\<b\\>2 \\* 3\\</b\\> `a\\*b`', '', '```plain text', 'a \\* b', '```'),
  ).toBe('Hello {{name}}, <b>2 * 3</b> `a\\*b`\n\n```\na \\* b\n```');
});

it('tags that Notion does not use are text', async () => {
  expect(await convert('<example>Say <name>.</example>')).toBe('<example>Say <name>.</example>');
});

it('colours, underlines, invisible marks and empty lines are dropped', async () => {
  const lines = [
    '# Title {color="red"}',
    '<empty-block/>',
    '<span color="blue">blue</span> <span underline="true">u</span>\uE012',
    '<table_of_contents/>',
  ];
  expect(await convert(...lines)).toBe('# Title\n\nblue u');
});

it('callouts become quotes with their icons, whether they are indented, in one line, or written with colons', async () => {
  expect(await convert('<callout icon="💡" color="blue_bg">', '\tFirst', '\t- item', '</callout>', 'after')).toBe(
    '> 💡 First\n>\n> - item\n\nafter',
  );
  expect(await convert('<callout icon="💡">', 'First', '</callout>', 'after')).toBe('> 💡 First\n\nafter');
  expect(await convert('<callout icon="💡">First</callout>')).toBe('> 💡 First');
  expect(await convert('::: callout {icon="💡"}', 'First', ':::', 'after')).toBe('> 💡 First\n\nafter');
});

it('toggles, columns and synced blocks are replaced by their contents', async () => {
  const lines = [
    '<details>',
    '<summary>Toggle</summary>',
    '\tInside',
    '</details>',
    '<columns>',
    '\t<column>',
    '\t\tLeft',
    '\t</column>',
    '\t<column>',
    '\t\tRight',
    '\t</column>',
    '</columns>',
    '<synced_block url="https://notion.so/x">',
    '\tSynced',
    '</synced_block>',
  ];
  expect(await convert(...lines)).toBe('Toggle\n\nInside\n\nLeft\n\nRight\n\nSynced');
});

it('blocks with attributes, titles or nested blocks may be written with tags', async () => {
  const lines = [
    '<quote color="purple_bg">',
    'Title text',
    '',
    '- child bullet',
    '',
    '<callout icon="💡" color="yellow_bg">',
    'Callout **body**',
    '</callout>',
    '</quote>',
    '',
    '<p />',
    '',
    '<p color="red">One line</p>',
    '',
    '<h2 color="blue">',
    'Heading',
    '</h2>',
    '',
    '<toggle heading="h3">',
    'Toggle',
    '',
    'Inside',
    '</toggle>',
    '',
    '<toggle color="red">Plain toggle',
    '',
    '```',
    '<p>code</p>',
    '```',
    '</toggle>',
    '',
    '<table-of-contents color="gray" />',
    '',
    '<equation color="red">x \\\\ y_1</equation>',
  ];
  expect(await convert(...lines)).toBe(
    [
      '> Title text\n>\n> - child bullet\n>\n> > 💡 Callout **body**',
      'One line',
      '## Heading',
      '### Toggle',
      'Inside',
      'Plain toggle',
      '```\n<p>code</p>\n```',
      '$$\nx \\\\ y_1\n$$',
    ].join('\n\n'),
  );
});

it('lists and tasks may be written with tags', async () => {
  const items = ['<li color="red">', 'one', '', '\tchild', '</li>', '<li>two</li>'];
  expect(await convert('<ul>', ...items, '</ul>', '', 'between', '', '<ol type="a">', ...items, '</ol>')).toBe(
    '- one\n\n  child\n- two\n\nbetween\n\n1. one\n\n   child\n2. two',
  );
  expect(await convert('- [ ] open', '<todo checked="true" color="red">done</todo>', '- [ ] more')).toBe(
    '- [ ] open\n- [x] done\n- [ ] more',
  );
});

it('meeting notes, tabs and columns without indentation are replaced by their contents', async () => {
  const lines = [
    '<meeting-notes view-url="https://notion.so/x">',
    'Weekly',
    '<meeting-notes-section-notes>',
    'Notes',
    '</meeting-notes-section-notes>',
    '</meeting-notes>',
    '<tabs>',
    '<tab icon="💡">',
    'First',
    '</tab>',
    '</tabs>',
    '<columns>',
    '<column ratio="50">',
    'Left',
    '</column>',
    '</columns>',
    '<synced-block-reference url="https://notion.so/y">',
    'Synced',
    '</synced-block-reference>',
  ];
  expect(await convert(...lines)).toBe('Weekly\n\nNotes\n\nFirst\n\nLeft\n\nSynced');
});

it('a backslash at the end of a line is a hard break, also in lists and quotes', async () => {
  const lines = ['one\\', 'two \\\\', 'three', '', '- a\\', '\tb', '', '> c\\', '> d', '', 'literal\\\\', '', 'last\\'];
  expect(await convert(...lines)).toBe('one\ntwo \\\nthree\n\n- a\n  b\n\n> c\n> d\n\nliteral\\\n\nlast\\');
});

it('inline tags and media become what a person sees', async () => {
  const line =
    'a<b> bold </b>b <u>c</u><i>d</i> <https://a.example/x_y> <mention url="user://1">Ada</mention> <mention url="agent://1" /> <mention url="https://notion.so/p">Page</mention> <mention url="collection://2" type="database">Rows</mention> <date start="2026-01-01" start-time="09:00" time-zone="UTC" />';
  expect(await convert(line, '', '<image source="https://a.example/i.png?sig=1">A cat</image>')).toBe(
    'a **bold** b c*d* https://a.example/x_y @Ada @unknown [Page](https://notion.so/p) Rows 2026-01-01 09:00\n\n![A cat](https://a.example/i.png)',
  );
  expect(
    await convert('<pdf source="https://a.example/p.pdf"></pdf>', '', '<bookmark source="https://b.example" />'),
  ).toBe('https://a.example/p.pdf\n\nhttps://b.example');
});

it('braces at the end of a line are text, unless they are the attributes of a block', async () => {
  expect(await convert('Write <a {href="x"}', '', 'red {color="red"}')).toBe('Write <a {href="x"}\n\nred');
});

it('blocks that are indented by tabs are not code', async () => {
  expect(
    await convert(
      'Parent',
      '\tChild',
      '\t\tGrandchild',
      '- item',
      '\t- inner',
      '\t\tparagraph',
      '\t```js',
      '\ta',
      '\t```',
    ),
  ).toBe('Parent\n\nChild\n\nGrandchild\n\n- item\n  - inner\n\n    paragraph\n  ```js\n  a\n  ```');
});

it('mentions, dates, citations, emoji and links become what a person sees', async () => {
  const line =
    '<mention-user url="{{user://1}}">Ada</mention-user> <mention-user url="x"/> <mention-page url="https://notion.so/p">Page</mention-page> <mention-date start="2026-01-01" end="2026-01-02"/> <mention-date start="2026-01-01" startTime="09:00"/> :wave: [link](https://a.example/f?X-Amz-Signature=1)[^https://c.example]';
  expect(await convert(line)).toBe(
    '@Ada @unknown [Page](https://notion.so/p) 2026-01-01 → 2026-01-02 2026-01-01 09:00 :wave: [link](https://a.example/f) (https://c.example)',
  );
});

it('equations keep their backslashes', async () => {
  expect(await convert('$`\\frac{a}{b}`$ and $\\{x\\}$ cost \\$5', '$$', '\\{a\\}', '$$')).toBe(
    '$\\frac{a}{b}$ and $\\{x\\}$ cost $5\n\n$$\n\\{a\\}\n$$',
  );
});

it('tables in tags and tables with pipes are written with pipes', async () => {
  const table = '| a | b |\n| - | - |\n| 1<br>2 | x\\|y |';
  const tags = ['<table header-row="true">', '\t<tr>', '\t\t<td>a</td>', '\t\t<td>b</td>', '\t</tr>', '\t<tr>'];
  expect(await convert(...tags, '\t\t<td>1<br>2</td>', '\t\t<td>x\\|y</td>', '\t</tr>', '</table>')).toBe(table);
  expect(await convert('| a | b |', '|---|---|', '| 1<br>2 | x\\|y |')).toBe(table);
});

it('lists, tasks, quotes, files and rules are kept', async () => {
  const lines = [
    '1. a',
    '2. b',
    '',
    'between',
    '3. c',
    '- [x] done',
    '- [ ] open',
    '> one<br>two',
    '---',
    '<file src="https://a.example/x?sig=1">x.pdf</file>',
  ];
  expect(await convert(...lines)).toBe(
    '1. a\n2. b\n\nbetween\n\n3. c\n\n- [x] done\n- [ ] open\n\n> one\n> two\n\n---\n\n[x.pdf](https://a.example/x)',
  );
});

it.each([
  ['spaces', ' '],
  ['backticks of all lengths', '` `` ``` '],
  ['opening braces', '{a="'],
  ['opening tags', '<td><span '],
  ['spaces in a tag', '<b> <br  '],
  ['hard breaks', 'a\\\n'],
  ['citations', '[^'],
  ['links', ']('],
  ['dollars', '$`\\'],
])('a hostile line of %s takes linear time', async (_, part) => {
  await expect(convert(`x${part.repeat(100_000)}y`)).resolves.toBeTypeOf('string');
});

it('plus signs, parentheses and colons that Notion does not escape are text', async () => {
  expect(await convert('+ plus', '', '1) one', '', ':::')).toBe('+ plus\n\n1) one\n\n:::');
});

it.each(['<callout>', '<details>', '<columns>'])('%s nested too deeply is refused', (tag) => {
  const markdown = `${tag}\n`.repeat(20_000);
  expect(() => markdownToMdast(markdown)).toThrow(expect.objectContaining({ code: 'CONTENT_INVALID' }));
});
