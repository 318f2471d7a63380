import { expect, it } from 'vitest';
import { cleanExport } from './clean-export.ts';

it.each([
  [
    'embedded images',
    'a ![][image1] b\n\n![alt](data:image/png;base64,iVBORw0=)\n\n[image1]: <data:image/png;base64,iVBORw0KGgo=>\n',
    'a  b',
  ],
  ['anchors and bold in headings', '# **Title** {#title}\n\n## Plain {#h.1-x}\n', '# Title\n\n## Plain'],
  ['spaces at the end of lines', 'one  \ntwo\r\n', 'one\ntwo'],
  ['links into the document', 'see [below](#heading=h.x)', 'see below'],
  ['a byte order mark', '\uFEFFtext', 'text'],
])('removes %s', (_, exported, expected) => expect(cleanExport(exported)).toBe(expected));

it('undoes escapes, but not in code', () => {
  const exported =
    'a\\_b \\# {{user\\_name}} &amp; \\&amp; `a\\_b`\n\n```\na\\_b ![][image1] \n[image1]: <data:x>\n```\n';
  expect(cleanExport(exported)).toBe(
    'a_b # {{user_name}} & &amp; `a\\_b`\n\n```\na\\_b ![][image1] \n[image1]: <data:x>\n```',
  );
});

it('keeps what only looks like an image', () => {
  expect(cleanExport('\\!\\[x\\](y) wow\\![a](https://company.example)')).toBe(
    '![x](y) wow![a](https://company.example)',
  );
});

it('keeps a table with one column and several rows', () => {
  expect(cleanExport('| a |\n| :---- |\n| b |')).toBe('| a |\n| :---- |\n| b |');
});

it('takes linear time', () => {
  const parts = ['![', '![](data:', '{#a ', '[a](#', '| \\', '**a', '[^1]:  ', '`', '\\'];
  for (const part of parts) expect(cleanExport(`# ${part.repeat(200_000)}`).length).toBeGreaterThan(0);
});
