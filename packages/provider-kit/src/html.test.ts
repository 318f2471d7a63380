import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../scripts/test/shared-data.ts';
import { htmlToMarkdown } from './html.ts';

describe('htmlToMarkdown', () => {
  it.each([
    ['<h2>Title</h2><p>One<br>two</p>', '## Title\n\nOne\\\ntwo'],
    [
      '<pre><code class="language-ts">const a_b = 1;\n{{user_name}} *a*\n</code></pre>',
      '```ts\nconst a_b = 1;\n{{user_name}} *a*\n```',
    ],
    ['<pre>a\n```\nb</pre>', '````\na\n```\nb\n````'],
    ['<p>a_b <code>c_d</code></p>', 'a_b `c_d`'],
    ['<table><tr><th>a|b</th></tr><tr><td>{{x_y}}</td></tr></table>', '| a\\|b    |\n| ------- |\n| {{x_y}} |'],
    ['<ol><li>One<ul><li>two</li></ul></li></ol>', '1. One\n   * two'],
    ['<script>alert(1)</script><style>a{}</style>text', 'text'],
    ['<p><strong>Type </strong>: <strong>‘종류’</strong>을 참고</p>', '**Type **: **‘종류’**을 참고'],
    ['<p>&amp;#x20; <code>&amp;#x20; {{a\\_b}}</code> \\_</p>', '\\&#x20; `&#x20; {{a\\_b}}` \\\\\\_'],
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

const pages = sharedData('confluence/querypie');
const names = pages ? readdirSync(pages).filter((name) => existsSync(`${pages}/${name}/page.html`)) : [];

describe('the markdown of a real wiki page', () => {
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
