import { describe, expect, it } from 'vitest';
import { serve } from './test-support/serve.ts';

describe('limits', () => {
  const chain = (length: number) =>
    Object.fromEntries(
      Array.from({ length: length + 1 }, (_, index) => [`p${index}`, index ? `{{> p${index - 1}}}` : 'x']),
    );

  it('ten includes may follow each other, eleven may not; the message names the way', async () => {
    await using served = await serve({ texts: chain(12) });
    expect((await served.prompts.get('p10')).content).toBe('x');
    for (const name of ['p11', 'p12']) {
      const error = await served.prompts.get(name).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: 'CONTENT_INVALID', prompt: name });
      expect(error.message).toContain('p11 → p10 → p9 → p8 → p7 → p6 → p5 → p4 → p3 → p2 → p1 → p0');
    }
  });

  it('maxDepth counts the includes of the longest way, not all parts, and layers like others', async () => {
    const entries = {
      page: '{{> a}}{{> b}}{{< c}}{{$x}}{{> a}}{{/x}}{{/c}}',
      a: '1',
      b: '2{{> a}}',
      c: '{{$x}}3{{/x}}{{> b}}',
    };
    await using two = await serve({ entries, options: { maxDepth: 3 } });
    expect((await two.prompts.get('page')).content).toBe('1211' + '21');
    await using one = await serve({ entries, options: { maxDepth: 2 } });
    await expect(one.prompts.get('page')).rejects.toMatchObject({
      message: expect.stringContaining('page → c → b → a'),
    });
    expect((await one.prompts.get('b')).content).toBe('21');
  });

  it.each([[[]], ['mine']])('parts in the metadata of an entry hide nothing: %j', async (parts) => {
    const entries = { page: '{{> a}}', a: { content: '{{> b}}', metadata: { parts } }, b: 'x' };
    await using served = await serve({ entries, options: { maxDepth: 1 } });
    await expect(served.prompts.get('a')).rejects.toMatchObject({ code: 'CONFIG_INVALID', prompt: 'a' });
    await expect(served.prompts.get('page')).rejects.toMatchObject({ code: 'CONFIG_INVALID', prompt: 'page' });
  });

  it('many parts on a short way are fine', async () => {
    const parts = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`p${index}`, `${index}`]));
    const all = Object.keys(parts)
      .map((name) => `{{> ${name}}}`)
      .join(' ');
    await using served = await serve({ entries: { ...parts, all, page: '{{> all}}' } });
    expect((await served.prompts.get('page')).metadata.parts).toHaveLength(51);
  });

  it.each([
    ['many includes', { page: '{{> a}}'.repeat(2000), a: 'x'.repeat(1000) }],
    ['an indentation', { page: `${' '.repeat(1000)}{{> a}}\n`, a: 'x\n'.repeat(2000) }],
    ['a layer', { page: '{{< a}}{{$b}}{{> c}}{{/b}}{{/a}}', a: '{{$b}}x{{/b}}'.repeat(2000), c: 'x'.repeat(1000) }],
  ])('a text over maxBytes is CONTENT_INVALID: %s', async (_, entries) => {
    await using served = await serve({ entries });
    await expect(served.prompts.get('page')).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining('the composed text is larger than 1048576 bytes'),
    });
  });

  it('the limit is in bytes, and that of the entry', async () => {
    const cache = { maxBytes: 10 };
    await using served = await serve({
      entries: { page: { content: '{{> a}}{{> a}}', cache }, good: { content: '{{> a}}', cache }, a: 'ééé' },
    });
    expect((await served.prompts.get('good')).content).toBe('ééé');
    await expect(served.prompts.get('page')).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  });

  it('layers that multiply without adding text end, too', async () => {
    const levels = Array.from({ length: 9 }, (_, index) => [`l${index + 1}`, `{{> l${index}}}`.repeat(1000)]);
    const entries = {
      ...Object.fromEntries(levels),
      l0: { content: '{{$q}}{{/q}}' },
      page: '{{< l9}}{{$q}}{{/q}}{{/l9}}',
    };
    await using served = await serve({ entries });
    await expect(served.prompts.get('page')).rejects.toMatchObject({ code: 'CONTENT_INVALID' });
  });
});
