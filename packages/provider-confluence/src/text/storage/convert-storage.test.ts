import { describe, expect, it } from 'vitest';
import { storageCode } from '../../test-support/documents.ts';
import { type ConvertOptions, convertPage } from '../convert-page.ts';

const facts = { siteUrl: 'https://wiki.corp.example/confluence', pageId: '456', spaceKey: 'AI' };

function convert(value: string, options: ConvertOptions = {}) {
  return convertPage({ format: 'storage', value }, { facts, ...options });
}

async function markdownOf(value: string, options?: ConvertOptions): Promise<string> {
  return (await convert(value, options)).markdown;
}

function macro(name: string, content: string): string {
  return `<ac:structured-macro ac:name="${name}">${content}</ac:structured-macro>`;
}

function rich(content: string): string {
  return `<ac:rich-text-body>${content}</ac:rich-text-body>`;
}

function parameter(name: string, value: string): string {
  return `<ac:parameter ac:name="${name}">${value}</ac:parameter>`;
}

describe('text', () => {
  it('arrives letter for letter, without escapes and character references', async () => {
    expect(
      await markdownOf(
        '<p>{{customer_name}} &lt;answer&gt; snake_case &amp;amp; &ldquo;q&rdquo; &auml;&nbsp;&#128578; *</p>',
      ),
    ).toBe('{{customer_name}} <answer> snake_case &amp; “q” ä 🙂 *');
  });

  it('ignores line breaks and repeated spaces in the source', async () => {
    expect(await markdownOf('<p>\n  one\n  <strong> two </strong>\n  three<br/>\n  four\n</p>\n\n<p> </p>')).toBe(
      'one **two** three\nfour',
    );
  });

  it('shows links to pages, files, people and places', async () => {
    const link = (resource: string, body = '', attributes = '') =>
      `<p><ac:link${attributes}>${resource}${body}</ac:link></p>`;
    const names = new Map([['0a', 'Ada Lovelace']]);
    const plain = (value: string) => `<ac:plain-text-link-body><![CDATA[${value}]]></ac:plain-text-link-body>`;
    const page = [
      link('<ri:page ri:content-title="Tone of voice" />'),
      link('<ri:page ri:content-title="Tone" ri:space-key="HR" />', plain('see <here>')),
      link('<ri:attachment ri:filename="a b.pdf" />', '<ac:link-body>the <em>file</em></ac:link-body>'),
      link('<ri:user ri:userkey="0a" />'),
      link('', plain('top'), ' ac:anchor="Top of page"'),
      '<p><a href="/x">relative</a></p>',
    ].join('');
    expect(await markdownOf(page, { names })).toBe(
      [
        '[Tone of voice](https://wiki.corp.example/confluence/display/AI/Tone+of+voice)',
        '[see <here>](https://wiki.corp.example/confluence/display/HR/Tone)',
        '[the *file*](https://wiki.corp.example/confluence/download/attachments/456/a%20b.pdf)',
        'Ada Lovelace',
        '[top](#Top%20of%20page)',
        '[relative](https://wiki.corp.example/x)',
      ].join('\n\n'),
    );
  });

  it('reports the people whose names are needed', async () => {
    const { markdown, unnamedPeople } = await convert('<p>Ask <ac:link><ri:user ri:userkey="0a" /></ac:link></p>');
    expect([markdown, unnamedPeople]).toEqual(['Ask', ['0a']]);
  });
});

describe('macros', () => {
  it('keep code with its language, whatever it contains', async () => {
    const data = '<![CDATA[a < b && "]]]]><![CDATA[>" # <b>\n\n  ```]]>';
    const settings = parameter('language', 'py') + parameter('theme', 'Midnight');
    const code = macro('code', `${settings}<ac:plain-text-body>${data}</ac:plain-text-body>`);
    expect(await markdownOf(code)).toBe('````python\na < b && "]]>" # <b>\n\n  ```\n````');
    const markup = `${parameter('language', 'html/xml')}<ac:plain-text-body><![CDATA[<a/>]]></ac:plain-text-body>`;
    expect(await markdownOf(macro('code', markup))).toBe('```xml\n<a/>\n```');
    expect(await markdownOf(storageCode('one]]>two'), { extract: 'code' })).toBe('one]]>two');
    expect(await markdownOf('<pre>a\n  b</pre>')).toBe('```\na\n  b\n```');
  });

  it('show boxes, titles, statuses and issue keys, but no settings', async () => {
    const page = [
      macro('info', parameter('icon', 'false') + parameter('title', 'Note') + rich('<p>Text.</p>')),
      macro('expand', parameter('title', 'More') + rich('<p>Inside.</p>')),
      `<p>It is ${macro('status', parameter('colour', 'Green') + parameter('title', 'DONE'))} by ${macro('jira', parameter('server', 'Jira') + parameter('key', 'AI-7'))}.</p>`,
      macro('toc', parameter('maxLevel', '2')),
      macro('anchor', parameter('', 'here')),
    ].join('');
    const { markdown, unsupported } = await convert(page);
    expect(markdown).toBe('> **Note**\n>\n> Text.\n\n**More**\n\nInside.\n\nIt is DONE by AI-7.');
    expect(unsupported).toEqual([]);
  });

  it('without text are reported', async () => {
    const { markdown, unsupported } = await convert(
      macro('chart', parameter('type', 'pie')) + macro('unknown', rich('<p>kept</p>')),
    );
    expect([markdown, unsupported]).toEqual(['kept', ['macro chart']]);
  });

  it('may be nested 50 levels deep, or include their own page', async () => {
    const nested = [...new Array(50)].reduce<string>((content) => macro('panel', rich(content)), '<p>deep</p>');
    expect((await markdownOf(nested)).endsWith('> deep')).toBe(true);
    const loop = macro('include', parameter('', '<ac:link><ri:page ri:content-title="This page" /></ac:link>'));
    const { markdown, unsupported } = await convert(loop);
    expect([markdown, unsupported]).toEqual(['This page', ['macro include']]);
  });

  it('nested too deep for the stack are CONTENT_INVALID', async () => {
    await expect(convert('<div>'.repeat(100_000))).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  });
});

describe('blocks', () => {
  it('keep tasks, lists and quotes', async () => {
    const task = (status: string, body: string) =>
      `<ac:task><ac:task-id>1</ac:task-id><ac:task-status>${status}</ac:task-status><ac:task-body>${body}</ac:task-body></ac:task>`;
    const page = `<ac:task-list>${task('complete', '<span>done</span>')}${task('incomplete', 'open')}</ac:task-list><ol start="4"><li>four<ul><li><p>inner</p></li></ul></li></ol><blockquote><p>said</p></blockquote><hr/>`;
    expect(await markdownOf(page)).toBe('- [x] done\n- [ ] open\n\n4. four\n   - inner\n\n> said\n\n---');
  });

  it('keep tables with merged cells and blocks', async () => {
    const page =
      '<table><colgroup><col/></colgroup><tbody><tr><th>A</th><th colspan="2">B</th></tr>' +
      '<tr><td rowspan="2"><p>x</p><p>y</p></td><td>1</td><td><ul><li>2</li></ul></td></tr><tr><td>3</td><td>4</td></tr></tbody></table>';
    expect(await markdownOf(page)).toBe('| A | B | |\n| - | - | - |\n| x<br>y | 1 | - 2 |\n| | 3 | 4 |');
  });

  it('keep images with captions, and emoticons', async () => {
    const page =
      '<ac:image ac:alt="Flow"><ri:attachment ri:filename="flow.png" /><ac:caption><p>The flow</p></ac:caption></ac:image>' +
      '<p><ac:emoticon ac:name="tick" /> <ac:emoticon ac:name="blue-star" ac:emoji-fallback="🚀" /></p>';
    expect(await markdownOf(page)).toBe(
      '![Flow](https://wiki.corp.example/confluence/download/attachments/456/flow.png)\nThe flow\n\n✔️ 🚀',
    );
  });

  it.each([
    ['ac:name="blue-star" ac:emoji-shortname=":rocket:" ac:emoji-id="1f680" ac:emoji-fallback=":rocket:"', '🚀'],
    ['ac:name="blue-star" ac:emoji-shortname=":flag_fr:" ac:emoji-id="1f1eb-1f1f7"', '🇫🇷'],
    ['ac:name="blue-star" ac:emoji-shortname=":custom_party:" ac:emoji-id="abc-1"', ':custom_party:'],
    ['ac:name="blue-star" ac:emoji-shortname=":custom:" ac:emoji-id="110000"', ':custom:'],
    ['ac:name="blue-star" ac:emoji-shortname=":blue_star:" ac:emoji-id="atlassian-blue_star"', '⭐'],
    ['ac:name="blue-star"', '⭐'],
    ['ac:name="tick" ac:emoji-shortname=":check_mark:" ac:emoji-id="atlassian-check_mark"', '✔️'],
  ])('show the emoticon %s', async (attributes, expected) => {
    expect(await markdownOf(`<p><ac:emoticon ${attributes}/></p>`)).toBe(expected);
  });

  it('omit the instructions of a template, and keep the text of unknown elements', async () => {
    const { markdown, unsupported } = await convert(
      '<p>a<ac:placeholder>Write here</ac:placeholder> <x:new>b</x:new></p>',
    );
    expect([markdown, unsupported]).toEqual(['a b', ['x:new']]);
  });

  it('of the new editor are not written twice', async () => {
    const extension =
      '<ac:adf-extension><ac:adf-node type="panel"><ac:adf-attribute key="panel-type">note</ac:adf-attribute><ac:adf-content><p>once</p></ac:adf-content></ac:adf-node><ac:adf-fallback><div><p>once</p></div></ac:adf-fallback></ac:adf-extension>';
    expect(await markdownOf(extension)).toBe('> once');
  });
});
