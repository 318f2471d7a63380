import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../../scripts/test/shared-data.ts';
import { htmlToMarkdown } from './html-to-markdown.ts';

describe('htmlToMarkdown', () => {
  it.each([
    ['<h2>Title</h2><p>One<br>two</p>', '## Title\n\nOne\ntwo'],
    [
      '<pre><code class="language-ts">const a_b = 1;\n{{user_name}} *a*\n</code></pre>',
      '```ts\nconst a_b = 1;\n{{user_name}} *a*\n```',
    ],
    ['<pre>a\n```\nb</pre>', '````\na\n```\nb\n````'],
    ['<p>a_b <code>c_d</code></p>', 'a_b `c_d`'],
    ['<table><tr><th>a|b</th></tr><tr><td>{{x_y}}</td></tr></table>', '| a\\|b |\n| - |\n| {{x_y}} |'],
    ['<ol><li>One<ul><li>two</li></ul></li></ol>', '1. One\n   - two'],
    ['<script>alert(1)</script><style>a{}</style>text', 'text'],
    ['<p><strong>Type </strong>: <strong>‘종류’</strong>을 참고</p>', '**Type** : **‘종류’**을 참고'],
    ['<p>&amp;#x20; <code>&amp;#x20; {{a\\_b}}</code> \\_</p>', '&#x20; `&#x20; {{a\\_b}}` \\_'],
    ['<a name=x></a><h1>T</h1><!-- c --><p> </p><x-y>a</x-y><wbr>b', '# T\n\nab'],
    ['<video><source src=a><source src=b>x</video>', '[x](a)'],
    ['<p>a <q>b</q></p>', 'a "b"'],
    ['<a title="```">a</a> {{x_y}} <code>`` {{a\\_b}}</code>', 'a {{x_y}} ``` `` {{a\\_b}} ```'],
    ['', ''],
  ])('converts %j', async (html, markdown) => {
    expect(await htmlToMarkdown(html)).toBe(markdown);
  });

  it.each(['{{user_name}}', '{{ user.first_name }}', '{{_private_}} and {{__both__}}', '{{*}}', '{{items[0]}}'])(
    'keeps the variable %s unchanged',
    async (text) => {
      expect(await htmlToMarkdown(`<p>Hello ${text}!</p>`)).toBe(`Hello ${text}!`);
    },
  );
});

/** These took minutes, or gigabytes, before the conversion was bounded: the test's timeout fails. */
describe('a hostile page', () => {
  const many = (html: string, length = 100_000) => html.repeat(Math.ceil(length / html.length));

  it.each([
    ['many links in each other', many('<a href=x>')],
    ['many links that are not closed', many('<a href=x>t', 30_000)],
    ['many empty elements', many('<nobr>')],
    ['many base elements', many('<base href=x>')],
    ['many sources of a video', `<video>${many('<source src=x>')}`],
    ['many comments', many('<!-- -->')],
    ['many hidden elements', many('<i hidden>x</i>', 30_000)],
    ['many texts beside each other', many('<x-y>x</x-y><wbr>')],
    ['a table with spans', `<table>${many('<tr><td rowspan=65534 colspan=1000>a')}`],
    ['a table with a long cell', `<table>${many('<tr><td>a', 30_000)}<tr><td>${'x'.repeat(100_000)}`],
    [
      'titles with backticks',
      Array.from({ length: 1500 }, (_, index) => `<img src=x title="${'`'.repeat(index)}">`).join(''),
    ],
  ])('is converted in linear time: %s', async (_, html) => {
    expect((await htmlToMarkdown(html)).length).toBeLessThan(2 * html.length);
  });

  it.each([
    ['elements in each other', many('<div>'), 'nests its elements too deeply (more than 100 levels)'],
    ['elements that overlap', many('<b><i></b>'), 'too deep'],
    ['elements that are opened again in each paragraph', many('<p><b>'), 'too many elements'],
    ['too many elements', many('<br>', 250_000), 'too many elements'],
    ['too many elements in lists', '<ul><li>'.repeat(45) + many('<li>x'), 'too many elements'],
    ['a sparse table', `<table><tr>${many('<td>', 4000)}${many('<tr>', 4000)}`, 'a table with too many cells'],
  ])('is refused: %s', async (_, html, message) => {
    await expect(htmlToMarkdown(html)).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

const pages = sharedData('confluence/querypie');
const names = pages ? readdirSync(pages).filter((name) => existsSync(`${pages}/${name}/page.html`)) : [];

describe('the markdown of real wiki pages', () => {
  it('is tested', (context) => {
    if (names.length === 0) context.skip(noSharedData);
  });

  it.each(names)('keeps code, tables and headings: %s', async (name) => {
    const html = readFileSync(`${pages}/${name}/page.html`, 'utf8');
    const markdown = await htmlToMarkdown(html);
    const withoutCode = markdown.replace(/`[^`]*`/g, '');
    const count = (pattern: RegExp) => html.match(pattern)?.length ?? 0;
    expect(markdown.match(/^\s*\|( :?-+:? \|)+$/gm)?.length ?? 0).toBe(count(/<table/g));
    expect(markdown.match(/^#{1,6} /gm)?.length ?? 0).toBe(count(/<h[1-6][^>]*>\s*(?!\s*<\/h)/g));
    for (const [, code = ''] of html.matchAll(/<code>([^<>&`]+)<\/code>/g)) {
      expect(markdown).toContain(`\`${code.trim()}`);
    }
    expect(withoutCode).not.toMatch(/<\/?(p|div|span|td|tr|table|li|pre|h\d)\b/);
  });
});
