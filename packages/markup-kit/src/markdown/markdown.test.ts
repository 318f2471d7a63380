import type { Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import {
  escapeOtherVariables,
  extractCode,
  memberName,
  readableText,
  unescapeMarkdown,
  writeMarkdown,
} from '../index.ts';

const text = (value: string): PhrasingContent => ({ type: 'text', value });
const strong = (...children: PhrasingContent[]): PhrasingContent => ({ type: 'strong', children });
const emphasis = (...children: PhrasingContent[]): PhrasingContent => ({ type: 'emphasis', children });
const link = (url: string, ...children: PhrasingContent[]): PhrasingContent => ({ type: 'link', url, children });
const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children });
const code = (value: string, lang?: string): RootContent => ({ type: 'code', value, ...(lang && { lang }) });
const item = (...children: Nodes[]) => ({ type: 'listItem', spread: false, children }) as Nodes;
const list = (...children: Nodes[]) => ({ type: 'list', spread: false, children }) as RootContent;
const table = (...rows: PhrasingContent[][][]) =>
  ({
    type: 'table',
    children: rows.map((cells) => ({
      type: 'tableRow',
      children: cells.map((children) => ({ type: 'tableCell', children })),
    })),
  }) as RootContent;
const root = (...children: RootContent[]): Root => ({ type: 'root', children });
const lineBreak: PhrasingContent = { type: 'break' };

describe('writeMarkdown', () => {
  it.each([
    '{{customer_name}} <answer> snake_case *a* [b](c) _d_ &amp; \\n `x',
    '# not a heading',
    '1. not a list',
    '- not a list',
    '> a',
    '+ b',
    '“smart” ‘quotes’ – …',
    'a\nb',
    '***',
    '`',
    'https://example.com/a_b',
  ])('writes text letter for letter: %j', async (value) => {
    expect(await writeMarkdown(root(paragraph(text(value))))).toBe(value);
  });

  it.each<[string, Root, string]>([
    ['marks', root(paragraph(strong(text('a')), text(' '), emphasis(text('b')))), '**a** *b*'],
    ['marks within words', root(paragraph(strong(text('‘종류’')), text('을'))), '**‘종류’**을'],
    ['adjacent parts with the same mark', root(paragraph(strong(text('a')), strong(emphasis(text('b'))))), '**a*b***'],
    ['spaces at the edges of a mark', root(paragraph(text('x'), strong(text(' a ')), text('y'))), 'x **a** y'],
    ['spaces at the edges of nested marks', root(paragraph(strong(emphasis(text('a '))), text('b'))), '***a*** b'],
    ['spaces at the edges of a link', root(paragraph(link('/a', text('b ')), text('c'))), '[b](/a) c'],
    ['spaces before a line break', root(paragraph(text('a '), lineBreak, text(' b'))), 'a\n b'],
    ['an empty mark', root(paragraph(text('a'), strong(text(' ')), text('b'))), 'a b'],
    ['adjacent code', root(paragraph({ type: 'inlineCode', value: 'a' }, { type: 'inlineCode', value: 'b' })), '`ab`'],
    ['code with backticks', root(paragraph({ type: 'inlineCode', value: '`a``' })), '``` `a`` ```'],
    ['a line break', root(paragraph(text('a'), lineBreak, text('b'))), 'a\nb'],
    ['a line break at the end', root(paragraph(text('a'), lineBreak)), 'a'],
    ['a link', root(paragraph(link('https://example.com/a_b', text('a_b')))), '[a_b](https://example.com/a_b)'],
    [
      'a bare link',
      root(paragraph(link('https://example.com/', text('https://example.com/')))),
      'https://example.com/',
    ],
    ['a link without text', root(paragraph(link('https://example.com/'))), 'https://example.com/'],
    ['a link with spaces', root(paragraph(link('/a b(c', text('d')))), '[d](</a%20b(c>)'],
    ['an image', root(paragraph({ type: 'image', url: '/a.png', alt: 'a_b' })), '![a_b](/a.png)'],
    ['a heading', root({ type: 'heading', depth: 2, children: [text('a_b'), lineBreak, text('c')] }), '## a_b c'],
    ['paragraphs without text', root(paragraph(text('a')), paragraph(text('\u00A0')), paragraph(text('b'))), 'a\n\nb'],
    ['code', root(code('a_b\n{{c}} \\*', 'c++')), '```c++\na_b\n{{c}} \\*\n```'],
    ['code with a fence', root(code('```\na\n```')), '````\n```\na\n```\n````'],
    ['code without text', root(code('')), '```\n```'],
    ['nested lists', root(list(item(paragraph(text('a')), list(item(paragraph(text('b'))))))), '- a\n  - b'],
    ['code in a list', root(list(item(paragraph(text('a')), code('b')))), '- a\n  ```\n  b\n  ```'],
    ['adjacent lists', root(list(item(paragraph(text('a')))), list(item(paragraph(text('b'))))), '- a\n\n* b'],
    [
      'a list that does not begin with 1',
      root({ type: 'list', ordered: true, start: 3, children: [item(paragraph(text('a')))] } as RootContent),
      '3. a',
    ],
    [
      'tasks',
      root(
        list(
          { ...item(paragraph(text('a'))), checked: true } as Nodes,
          { ...item(paragraph(text('b'))), checked: false } as Nodes,
        ),
      ),
      '- [x] a\n- [ ] b',
    ],
    [
      'a table',
      root(table([[text('a|b')], []], [[text('c'), lineBreak, text('d')], [{ type: 'inlineCode', value: 'e|f' }]])),
      '| a\\|b | |\n| - | - |\n| c<br>d | `e\\|f` |',
    ],
    ['a quote', root({ type: 'blockquote', children: [paragraph(text('a')), paragraph(text('b'))] }), '> a\n>\n> b'],
    [
      'a footnote',
      root(paragraph(text('a'), { type: 'footnoteReference', identifier: '1', label: '1' }), {
        type: 'footnoteDefinition',
        identifier: '1',
        label: '1',
        children: [paragraph(text('b'))],
      }),
      'a[^1]\n\n[^1]: b',
    ],
  ])('writes %s', async (_, tree, markdown) => {
    expect(await writeMarkdown(tree)).toBe(markdown);
  });

  it('writes deeply nested marks once', async () => {
    let node = text('a');
    for (let depth = 0; depth < 60; depth += 1) node = depth % 2 ? strong(text('.'), node) : emphasis(text('.'), node);
    expect((await writeMarkdown(root(paragraph(text('b'), node)))).length).toBeLessThan(1000);
  });
});

describe('unescapeMarkdown', () => {
  it.each([
    ['{{customer\\_name}} \\<answer\\> snake\\_case', '{{customer_name}} <answer> snake_case'],
    ['\\\\n \\a', '\\n \\a'],
    ['&lt;answer&gt; &amp;amp; &#x2A;&#42; &unknown; &#0;', '<answer> &amp; ** &unknown; &#0;'],
    ['a `b\\_c` d\\_e `f\\_g', 'a `b\\_c` d_e `f_g'],
    ['``a`\\_`` \\_', '``a`\\_`` _'],
    ['a `b\n\nc\\_d` e', 'a `b\n\nc_d` e'],
    ['```ts\na\\_b\n```\nc\\_d', '```ts\na\\_b\n```\nc_d'],
    ['- a\n\t````\n\t```\n\tb\\_c\n\t````\nd\\_e', '- a\n\t````\n\t```\n\tb\\_c\n\t````\nd_e'],
    ['~~~\na\\_b\n```\n~~~\nc\\_d', '~~~\na\\_b\n```\n~~~\nc_d'],
    ['```\na\\_b', '```\na\\_b'],
    ['\\```a\\_b', '```a_b'],
  ])('unescapes %j', (markdown, expected) => {
    expect(unescapeMarkdown(markdown)).toBe(expected);
  });

  it.each(['`', '``` ', '> ', '\\', '&#', '`a``', '~~~\n', ' '])(
    'takes linear time for many repetitions of %j',
    (part) => {
      expect(unescapeMarkdown(part.repeat(300_000)).length).toBeGreaterThan(0);
    },
  );
});

describe('readableText', () => {
  it.each([
    ['a\u00A0b\u202Fc\u2003d', 'a b c d'],
    ['\uFEFFa\u200Bb\u2060c\u00ADd\u200De', 'abcde'],
    ['👩\u200D💻 ❤\uFE0F\u200D🔥 👍🏽', '👩\u200D💻 ❤\uFE0F\u200D🔥 👍🏽'],
    ['می\u200Cخواهم क्\u200Dष', 'می\u200Cخواهم क्\u200Dष'],
    ['“a” ‘b’　c', '“a” ‘b’　c'],
  ])('converts %j', (value, expected) => {
    expect(readableText(value)).toBe(expected);
  });
});

describe('memberName', () => {
  it.each([
    ['Code  Review', 'code-review'],
    [' Ünïcode\u0301 (v2)! ', 'ünïcodé-v2'],
    ['हिन्दी', 'हिन्दी'],
    ['a/b.c_d', 'a/b.c_d'],
    ['?!', ''],
  ])('converts %j', (title, name) => {
    expect(memberName(title)).toBe(name);
  });
});

describe('extractCode', () => {
  it('returns the only code block', () => {
    expect(extractCode(root(paragraph(text('a')), list(item(code('b\\_c') as Nodes))))).toBe('b\\_c');
  });

  it.each([
    [root(paragraph(text('a'))), 'no code block'],
    [root(code('a'), code('b')), '2 code blocks'],
  ])('refuses a page without a code block, or with several', (tree, message) => {
    expect(() => extractCode(tree)).toThrow(
      expect.objectContaining({ code: 'CONTENT_INVALID', message: expect.stringContaining(message) }),
    );
  });
});

describe('escapeOtherVariables', () => {
  it.each([
    ['{{a}} {{ b.c }} {{Server Name}} \\{{d}}', ['a'], '{{a}} \\{{ b.c }} {{Server Name}} \\{{d}}'],
    ['{{a}}', [], '\\{{a}}'],
    ['{{a}}', undefined, '{{a}}'],
    ['{{b.c}} {{b}}', ['b.c'], '{{b.c}} \\{{b}}'],
  ])('escapes the variables that are not named: %j', (markdown, names, expected) => {
    expect(escapeOtherVariables(markdown, names)).toBe(expected);
  });
});
