import { describe, expect, test } from 'vitest';
import { markup } from './markup.ts';

describe('markup', () => {
  test('escapes what is inserted, for text and for attributes', () => {
    const hostile = `</svg><script>alert("1")</script>' onload='x' &amp;`;
    expect(`${markup`<p title="${hostile}">${hostile}</p>`}`).toBe(
      '<p title="&lt;/svg&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; onload=&#39;x&#39; &amp;amp;">&lt;/svg&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39; onload=&#39;x&#39; &amp;amp;</p>',
    );
  });

  test('inserts markup as it is, and each item of a list', () => {
    expect(`${markup`<ul>${['<', 'b'].map((item) => markup`<li>${item}</li>`)}</ul>`}`).toBe(
      '<ul><li>&lt;</li><li>b</li></ul>',
    );
  });

  test('inserts nothing for undefined and false, but zero for zero', () => {
    expect(`${markup`[${undefined}${false}${0}]`}`).toBe('[0]');
  });

  test('replaces characters that HTML does not allow', () => {
    expect(`${markup`${'a\0b\u0085c\ufffed\ud800e\tf\u{1f600}'}`}`).toBe('a�b�c�d�e\tf\u{1f600}');
  });
});
