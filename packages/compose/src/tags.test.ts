import { describe, expect, it } from 'vitest';
import { parse } from './parse/parse.ts';
import { composed, serve } from './test-support/serve.ts';

const failing = async (page: string, others: object = {}) => {
  await using served = await serve({ entries: { page, ...others } });
  return served.prompts.get('page').then(
    ({ content }) => content,
    (error) => error,
  );
};

describe('a name', () => {
  it.each(['plain', 'team/tone', 'v1.2_x-y', 'größe', 'тон', '語調', 'हिन्दी', 'ไทย', '2024', 'constructor'])(
    'may be %s',
    async (name) => {
      const entries = Object.fromEntries([
        ['page', `{{> ${name}}} {{<${name}}}{{/${name}}}`],
        [name, 'x'],
      ]);
      expect(await composed(entries)).toBe('x x');
    },
  );
});

describe('a tag that can not be read', () => {
  it.each([
    '{{> }}',
    '{{>}}',
    '{{<expression>}}',
    '{{> two words}}',
    '{{> tone',
    '{{> tone}',
    '{{> parts/*}}',
    '{{> tone a=}}',
    '{{> tone a="x}}',
    '{{> tone a="x\ny"}}',
    "{{> tone a='x'}}",
    '{{$ }}',
    '{{/}}',
    '{{/stray}}',
    '{{>*dynamic}}',
  ])('%j is text, with one warning that names the line', async (tag) => {
    await using served = await serve({ entries: { page: `a\n${tag} {{name}} ${tag}`, tone: 'x' } });
    const prompt = await served.prompts.get('page');
    expect(prompt.content).toBe(`a\n${tag} {{name}} ${tag}`);
    await served.prompts.refresh();
    expect(served.warnings).toHaveLength(1);
    expect(served.warnings[0]).toMatch(/'page', line 2: '\{\{/);
  });

  it.each(['{{> }}', '{{<expression>}}', '{{/stray}}'])('%s is CONTENT_INVALID in a strict text', async (tag) => {
    await using served = await serve({ entries: { page: { content: `a\n${tag}`, strict: true } } });
    await expect(served.prompts.get('page')).rejects.toMatchObject({
      code: 'CONTENT_INVALID',
      message: expect.stringContaining(`line 2: '${tag}'`),
    });
  });

  it('is CONTENT_INVALID in a strict text if it comes from a part', async () => {
    const entries = {
      page: { content: '{{> part}}', strict: true },
      part: 'a {{> }}',
      none: { content: '{{> part}}', syntax: 'none' },
    };
    await using served = await serve({ entries });
    await expect(served.prompts.get('page')).rejects.toMatchObject({ code: 'CONTENT_INVALID', prompt: 'page' });
    expect((await served.prompts.get('part')).content).toBe('a {{> }}');
  });

  it('is reported for each of several apps that share a logger', async () => {
    const warn: string[] = [];
    const logger = { debug() {}, info() {}, warn: (message: string) => void warn.push(message), error() {} };
    for (let app = 0; app < 2; app += 1) {
      await using served = await serve({ entries: { page: '{{> }}' }, more: { logger } });
      await served.prompts.get('page');
    }
    expect(warn).toHaveLength(2);
  });

  it('is left alone if it is escaped', async () => {
    await using served = await serve({ entries: { page: '\\{{> }} \\{{> tone}} \\\\{{> tone}}', tone: 'x' } });
    expect(await served.prompts.render('page')).toBe('{{> }} {{> tone}} \\{{> tone}}');
    expect(served.warnings).toEqual([]);
  });
});

describe('a layer or block', () => {
  it.each([
    ['{{$title}}', 'a\n{{$title}}x', /line 2: '\{\{\$title\}\}' is not closed/],
    ['{{< base}}', 'a\n{{< base}}{{$b}}x{{/b}}', /line 2: '\{\{< base\}\}' is not closed/],
    ['{{$b}} in a layer', '{{< base}}\n{{$b}}x{{/base}}', /line 2: '\{\{\$b\}\}' is closed by '\{\{\/base\}\}'/],
    ['{{$b}} in {{$a}}', '{{$a}}{{$b}}x{{/a}}{{/b}}', /line 1: '\{\{\$b\}\}' is closed by '\{\{\/a\}\}' in line 1/],
    [
      'a block that is given twice',
      '{{<base}}{{$b}}1{{/b}}{{$b}}2{{/b}}{{/base}}',
      /'\{\{\$b\}\}' is in its layer twice/,
    ],
  ])('that is not closed is CONTENT_INVALID: %s', async (_, page, message) => {
    const error = await failing(page, { base: '{{$b}}x{{/b}}' });
    expect(error).toMatchObject({ code: 'CONTENT_INVALID', prompt: 'page', message: expect.stringMatching(message) });
  });

  it('leaves mustache sections alone, and their ends', async () => {
    const page = '{{$b}}{{#if x}}a{{/if}} {{^y}}{{/y}} {{#b}}c{{/b}}{{/b}} {{#each z}}d{{/each}}';
    expect(await composed({ page })).toBe(page.slice('{{$b}}'.length).replace('{{/b}}{{/b}}', '{{/b}}'));
  });

  it('may not be nested without end', async () => {
    const deep = (levels: number) => `${'{{$b}}'.repeat(levels)}x${'{{/b}}'.repeat(levels)}`;
    expect(await composed({ page: deep(100) })).toBe('x');
    expect(await failing(deep(101))).toMatchObject({ code: 'CONTENT_INVALID' });
  });
});

it('three braces are a brace and a tag', async () => {
  expect(await composed({ page: '{{{> a}}} {{{{> a}}', a: 'x' })).toBe('{x} {{x');
});

it('tags are found in time linear in the length of the text', () => {
  for (const unit of ['{{>', '{{<', '{{$', '{', '{{> a b="', '{{> a b="" ', '{{> a\\" b="', '{{>      ']) {
    expect(parse(unit.repeat(100_000)).nodes).toHaveLength(1);
  }
  expect(parse(`{{> a${' b=""'.repeat(100_000)}`).nodes).toHaveLength(1);
  expect(parse('{{> a}}'.repeat(100_000)).nodes).toHaveLength(100_000);
  expect(parse(`{{$a}}${'\n'.repeat(100_000)}{{/a}}`).nodes).toHaveLength(1);
  expect(() => parse('{{<a}}'.repeat(100_000))).toThrow('inside of 100 layers and blocks');
});
