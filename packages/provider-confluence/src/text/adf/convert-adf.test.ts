import { describe, expect, it } from 'vitest';
import { adf, adfParagraph } from '../../test-support/documents.ts';
import { type ConvertOptions, convertPage } from '../convert-page.ts';

const facts = { siteUrl: 'https://company.atlassian.net/wiki', pageId: '456', spaceKey: 'AI' };

function convert(content: readonly object[], options: ConvertOptions = {}) {
  return convertPage({ format: 'adf', value: adf(...content) }, { facts, ...options });
}

async function markdownOf(...content: readonly object[]): Promise<string> {
  return (await convert(content)).markdown;
}

function line(...content: readonly object[]) {
  return { type: 'paragraph', content };
}

function text(value: string, ...marks: readonly object[]) {
  return { type: 'text', text: value, marks };
}

function item(...content: readonly object[]) {
  return { type: 'listItem', content };
}

describe('text', () => {
  it('arrives letter for letter, without escapes', async () => {
    const written = '{{customer_name}} <answer> snake_case * 1. [x] # & &amp; \\ | ~ “quotes” 👩‍👩‍👧‍👦';
    expect(await markdownOf(adfParagraph(written))).toBe(written);
  });

  it('has ordinary spaces for non-breaking ones, and no zero-width characters', async () => {
    expect(await markdownOf(adfParagraph('a\u00a0b\u200bc\ufeffd می\u200cخواهم'))).toBe('a bcd می\u200cخواهم');
  });

  it('keeps the marks that markdown has', async () => {
    const content = [
      text('bold ', { type: 'strong' }),
      text('both', { type: 'strong' }, { type: 'em' }),
      text(' '),
      text('gone', { type: 'strike' }),
      text(' '),
      text('a_b', { type: 'code' }),
      text(' '),
      text('page', { type: 'link', attrs: { href: '/wiki/spaces/AI/pages/1' } }),
      text(' H'),
      text('2', { type: 'subsup', attrs: { type: 'sub' } }),
      text('O', { type: 'underline' }, { type: 'textColor', attrs: { color: '#f00' } }),
      text(' no', { type: 'link', attrs: { href: 'javascript:alert(1)' } }),
    ];
    expect(await markdownOf(line(...content))).toBe(
      '**bold *both*** ~~gone~~ `a_b` [page](https://company.atlassian.net/wiki/spaces/AI/pages/1) H2O no',
    );
  });

  it.each([
    [{ shortName: ':white_check_mark:', id: '2705' }, '✅'],
    [{ shortName: ':rocket:', id: '1f680', text: ':rocket:' }, '🚀'],
    [{ shortName: ':custom_party:', id: 'abc-1' }, ':custom_party:'],
  ])('shows the emoji %j', async (attrs, expected) => {
    expect(await markdownOf(line({ type: 'emoji', attrs }))).toBe(expected);
  });

  it('includes the visible text of other inline nodes', async () => {
    const content = [
      { type: 'status', attrs: { text: 'DONE', color: 'green' } },
      text(' '),
      { type: 'mention', attrs: { id: '1', text: '@Ada Lovelace' } },
      text(' '),
      { type: 'date', attrs: { timestamp: '1720915200000' } },
      text(' '),
      { type: 'emoji', attrs: { shortName: ':check_mark:', text: ':check_mark:' } },
      { type: 'emoji', attrs: { shortName: ':rocket:', text: '🚀' } },
      { type: 'placeholder', attrs: { text: 'Describe the tone here' } },
      { type: 'hardBreak' },
      {
        type: 'inlineExtension',
        attrs: {
          extensionKey: 'jira',
          parameters: { macroParams: { key: { value: 'AI-7' }, server: { value: 'x' } } },
        },
      },
      text(' '),
      { type: 'inlineCard', attrs: { url: 'https://company.atlassian.net/wiki/spaces/AI/pages/7/Tone+of+voice' } },
      text(' '),
      { type: 'inlineCard', attrs: { url: 'https://example.com/a' } },
    ];
    expect(await markdownOf(line(...content))).toBe(
      'DONE Ada Lovelace 2024-07-14 ✔️🚀\nAI-7 [Tone of voice](https://company.atlassian.net/wiki/spaces/AI/pages/7/Tone+of+voice) https://example.com/a',
    );
  });
});

describe('blocks', () => {
  it('keep code with its language and its spaces', async () => {
    const code = {
      type: 'codeBlock',
      attrs: { language: 'python' },
      content: [text('def f():\n\treturn "```"\u00a0')],
    };
    expect(await markdownOf(code)).toBe('````python\ndef f():\n\treturn "```"\u00a0\n````');
  });

  it('are extracted if they are the only code block', async () => {
    const code = { type: 'codeBlock', content: [text('\nYou are {{role}}.\n')] };
    const panel = { type: 'panel', attrs: { panelType: 'info' }, content: [code] };
    expect((await convert([adfParagraph('About'), panel], { extract: 'code' })).markdown).toBe('\nYou are {{role}}.\n');
    await expect(convert([code, code], { extract: 'code' })).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining('2 code blocks'),
    });
  });

  it('keep headings, lists, tasks, decisions, panels, expands, layouts and rules', async () => {
    const markdown = await markdownOf(
      { type: 'heading', attrs: { level: 2 }, content: [text('Title')] },
      {
        type: 'bulletList',
        content: [
          item(adfParagraph('one'), {
            type: 'orderedList',
            attrs: { order: 3 },
            content: [item(adfParagraph('three')), item(adfParagraph('four'))],
          }),
        ],
      },
      {
        type: 'taskList',
        content: [
          { type: 'taskItem', attrs: { state: 'DONE' }, content: [text('done')] },
          { type: 'taskList', content: [{ type: 'taskItem', attrs: { state: 'TODO' }, content: [text('inner')] }] },
        ],
      },
      { type: 'decisionList', content: [{ type: 'decisionItem', content: [text('decided')] }] },
      { type: 'panel', attrs: { panelType: 'note' }, content: [adfParagraph('Careful.')] },
      { type: 'expand', attrs: { title: 'More' }, content: [adfParagraph('Inside.')] },
      { type: 'rule' },
      {
        type: 'layoutSection',
        content: [
          { type: 'layoutColumn', content: [adfParagraph('left')] },
          { type: 'layoutColumn', content: [adfParagraph('right')] },
        ],
      },
    );
    expect(markdown).toBe(
      [
        '## Title',
        '- one\n\n  3. three\n  4. four',
        '* [x] done\n  - [ ] inner',
        '- decided',
        '> Careful.',
        '**More**',
        'Inside.',
        '---',
        'left',
        'right',
      ].join('\n\n'),
    );
  });

  it('keep images and files as links, with captions', async () => {
    const media = (attrs: object) => ({ type: 'media', attrs });
    const caption = { type: 'caption', content: [text('The flow')] };
    expect(
      await markdownOf(
        { type: 'mediaSingle', content: [media({ type: 'file', id: 'x', alt: 'flow 1.png' }), caption] },
        { type: 'mediaSingle', content: [media({ type: 'external', url: 'https://example.com/a.png' })] },
      ),
    ).toBe(
      '![flow 1.png](https://company.atlassian.net/wiki/download/attachments/456/flow%201.png)\nThe flow\n\n![](https://example.com/a.png)',
    );
  });

  it('keep the text of unknown nodes, and report them', async () => {
    const { markdown, unsupported } = await convert([
      { type: 'hologram', content: [adfParagraph('kept')] },
      line(text('a '), { type: 'sparkle', attrs: { text: 'b' } }),
      {
        type: 'extension',
        attrs: { extensionKey: 'roadmap', parameters: { macroParams: { secret: { value: 'hidden' } } } },
      },
      { type: 'extension', attrs: { extensionKey: 'toc' } },
    ]);
    expect(markdown).toBe('kept\n\na b');
    expect(unsupported).toEqual(['hologram', 'sparkle', 'macro roadmap']);
  });

  it('stay separate in tables, and the text of merged cells is written once', async () => {
    const cell = (value: string, attrs: object = {}, type = 'tableCell') => ({
      type,
      attrs,
      content: [adfParagraph(value)],
    });
    const row = (...content: object[]) => ({ type: 'tableRow', content });
    const list = { type: 'bulletList', content: [item(adfParagraph('x')), item(adfParagraph('y|z'))] };
    expect(
      await markdownOf({
        type: 'table',
        content: [
          row(cell('A', {}, 'tableHeader'), cell('B', { colspan: 2 }, 'tableHeader')),
          row(cell('tall', { rowspan: 2 }), cell('b'), { type: 'tableCell', content: [list] }),
          row(cell('c'), cell('d')),
        ],
      }),
    ).toBe('| A | B | |\n| - | - | - |\n| tall | b | - x<br>- y\\|z |\n| | c | d |');
  });

  it('number the rows of a table that shows numbers', async () => {
    const row = (value: string) => ({
      type: 'tableRow',
      content: [{ type: 'tableCell', content: [adfParagraph(value)] }],
    });
    expect(
      await markdownOf({ type: 'table', attrs: { isNumberColumnEnabled: true }, content: [row('a'), row('b')] }),
    ).toBe('| | |\n| - | - |\n| 1 | a |\n| 2 | b |');
  });

  it('are not lost in a table that contains code', async () => {
    const code = { type: 'codeBlock', attrs: {}, content: [text('x\ny')] };
    const cell = { type: 'tableCell', content: [code] };
    const table = {
      type: 'table',
      content: [{ type: 'tableRow', content: [cell, { type: 'tableCell', content: [adfParagraph('b')] }] }],
    };
    expect(await markdownOf(table)).toBe('```\nx\ny\n```\n\nb');
  });
});

it('escapes the variables that the config does not name', async () => {
  const page = [adfParagraph('{{role}} {{other}} {{Server Name}}')];
  expect((await convert(page, { variables: ['role'] })).markdown).toBe('{{role}} \\{{other}} {{Server Name}}');
});
