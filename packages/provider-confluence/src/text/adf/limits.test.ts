import { describe, expect, it } from 'vitest';
import { adf, adfParagraph } from '../../test-support/documents.ts';
import { convertPage } from '../convert-page.ts';

describe('a document', () => {
  it.each([
    ['not JSON', '{"type":"doc"'],
    ['something else', '[]'],
    [
      'nested 300 levels deep',
      adf([...new Array(300)].reduce<object>((content) => ({ type: 'panel', content: [content] }), adfParagraph('x'))),
    ],
    ['larger than 100,000 nodes', adf(...Array.from({ length: 100_001 }, () => ({ type: 'rule' })))],
  ])('that is %s is CONTENT_INVALID', async (_, value) => {
    await expect(convertPage({ format: 'adf', value })).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  });

  it('with a huge span has no empty columns', async () => {
    const cell = (attrs: object) => ({ type: 'tableCell', attrs, content: [adfParagraph('x')] });
    const content = [{ type: 'tableRow', content: [cell({ colspan: 1e9 }), cell({})] }];
    const { markdown } = await convertPage({ format: 'adf', value: adf({ type: 'table', content }) });
    expect(markdown).toBe('| | |\n| - | - |\n| x | x |');
  });

  it('with huge spans and levels has a short text', async () => {
    const cell = (attrs: object) => ({ type: 'tableCell', attrs, content: [adfParagraph('x')] });
    const rows = Array.from({ length: 300 }, () => ({
      type: 'tableRow',
      content: [cell({ colspan: 1e9, rowspan: 1e9 })],
    }));
    const heading = { type: 'heading', attrs: { level: 99 }, content: [{ type: 'text', text: 'h' }] };
    const { markdown } = await convertPage({ format: 'adf', value: adf({ type: 'table', content: rows }, heading) });
    expect(markdown.length).toBeLessThan(10_000);
    expect(markdown.endsWith('###### h')).toBe(true);
  });
});
