import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { composed, onDesk, serve } from './test-support/serve.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('an include', () => {
  it('is the text of another prompt, whose variables become its own', async () => {
    await using served = await serve({ entries: { page: '{{greeting}}! {{> tone}}', tone: 'Be {{mood}}, {{name}}.' } });
    const prompt = await served.prompts.get('page');
    expect(prompt).toMatchObject({ variables: ['greeting', 'mood', 'name'], state: 'fresh' });
    expect(prompt.render({ greeting: 'Hi', mood: 'kind', name: 'Ada' })).toBe('Hi! Be kind, Ada.');
  });

  it('may be repeated, and reached in two ways', async () => {
    const entries = { page: '{{> left}}{{> right}}{{> base}}', left: 'l{{> base}}', right: 'r{{> base}}', base: 'b' };
    expect(await composed(entries)).toBe('lbrbb');
  });

  it('of a file or of a text with front matter leaves the front matter out', async () => {
    const texts = {
      tone: { content: '---\nteam: red\n---\nkind', version: '7', uri: 'desk://tone' },
      page: 'Be {{> tone}}.',
    };
    await using served = await serve({ texts });
    const { content, metadata } = await served.prompts.get('page');
    expect(content).toBe('Be kind.');
    expect(metadata.team).toBeUndefined();
    expect(metadata.parts).toEqual([{ name: 'tone', version: '7', hash: sha256('kind'), uri: 'desk://tone' }]);
  });

  it('is text if the syntax is none; brace writes it in the same way', async () => {
    const entries = {
      none: { content: '{{> tone}}', syntax: 'none' },
      page: { content: '{a} {{> tone}}', syntax: 'brace' },
      tone: '{b} {{c}}',
    };
    await using served = await serve({ entries });
    expect((await served.prompts.get('none')).content).toBe('{{> tone}}');
    const prompt = await served.prompts.get('page');
    expect(prompt.render({ a: 1, b: 2, c: 3 })).toBe('1 2 {3}');
  });

  it('has no meaning in a value', async () => {
    await using served = await serve({ entries: { page: '{{value}} {{> tone}}', tone: '{{value}}' } });
    const value = '{{> tone}} {{value}} {{$b}}';
    expect(await served.prompts.render('page', { value })).toBe(`${value} ${value}`);
  });
});

describe('an argument', () => {
  it('gives a variable a literal text, also in includes of the included text', async () => {
    const entries = { page: '{{> a tone="kind"}} {{tone}}', a: '{{tone}} {{> b}} {{other}}', b: '<{{tone}}>' };
    expect(await composed(entries)).toBe('kind <kind> {{other}} {{tone}}');
  });

  it('renames a variable', async () => {
    const entries = { page: '{{> a tone=mood other="{{tone}}"}}', a: '{{tone}} {{other}}' };
    await using served = await serve({ entries });
    const prompt = await served.prompts.get('page');
    expect(prompt.variables).toEqual(['mood']);
    expect(prompt.render({ mood: 'kind' })).toBe('kind {{tone}}');
  });

  it('may swap two variables, and name a path', async () => {
    const entries = { page: '{{> a x=y y=x user.name=customer.name}}', a: '{{x}}{{y}}{{user.name}}' };
    expect(await composed(entries)).toBe('{{y}}{{x}}{{customer.name}}');
  });

  it.each([
    ['quotes and backslashes', String.raw`"a \"b\" C:\\new \n"`, String.raw`a "b" C:\new \n`],
    ['braces', '"}} {{x}} {{> a}} {{$b}}"', '}} {{x}} {{> a}} {{$b}}'],
    ['an escape', String.raw`"\\{{x}}"`, String.raw`\{{x}}`],
    ['four braces', '"{{{{x}}}}"', '{{{{x}}}}'],
    ['nothing', '""', ''],
    ['dollar signs', '"$& $1 $$"', '$& $1 $$'],
    ['other scripts', '"語 🙂"', '語 🙂'],
  ])('may contain %s, and is never read as a template', async (_, argument, expected) => {
    await using served = await serve({ entries: { page: `{{> a v=${argument}}}!`, a: '<{{v}}>', x: 'no' } });
    const prompt = await served.prompts.get('page');
    expect(prompt.variables).toEqual([]);
    expect(prompt.render()).toBe(`<${expected}>!`);
    expect(served.warnings).toEqual([]);
  });

  it('is never read as a template in brace syntax either', async () => {
    const entries = { page: { content: '{{> a v="{x} {{y}} \\{z}"}}', syntax: 'brace' }, a: '<{v}>' };
    await using served = await serve({ entries });
    expect((await served.prompts.get('page')).render()).toBe('<{x} {{y}} \\{z}>');
  });

  it.each([
    ['without a variable', '{{> tone mod="x"}}', {}, /line 1: \{\{> tone mod="x"\}\}: .*'tone'.*'mod'/],
    ['that an inner include has used up', '{{> two mood="x"}}', {}, /'two'.*'mood'/],
    ['that is given twice', '{{> tone mood="x" mood="y"}}', {}, /'mood' is given twice/],
    ['that brace syntax can not write', '{{> tone mood=a.b}}', { syntax: 'brace' }, /'a\.b' can't be a variable/],
  ])('%s is CONTENT_INVALID', async (_, content, more, message) => {
    const entries = { page: { content, ...more }, tone: 'Be {{mood}}.', two: '{{> tone mood="y"}}' };
    await using served = await serve({ entries });
    const error = await served.prompts.get('page').catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'CONTENT_INVALID', prompt: 'page', message: expect.stringMatching(message) });
    expect(error.message).toContain("'page'");
  });
});

describe('a layer', () => {
  it('overrides blocks, also of layers and includes below', async () => {
    const entries = {
      page: '{{< base}}{{$a}}page {{> tone}}{{/a}}{{/base}}',
      base: '{{< root}}{{$a}}base{{/a}}{{$b}}base{{/b}}{{/root}} {{> tail}}',
      root: '{{$a}}root{{/a}} {{$b}}root{{/b}} {{$c}}root{{/c}}',
      tail: '({{$a}}tail{{/a}})',
      tone: 'kind',
    };
    expect(await composed(entries)).toBe('page kind base root (page kind)');
  });

  it('may contain the block that it overrides, with a default', async () => {
    const entries = { page: '{{< base}}{{$a}}before {{$a}}default{{/a}}{{/a}}{{/base}}', base: '{{$a}}x{{/a}}' };
    expect(await composed(entries)).toBe('before default');
  });

  it('does not need what it overrides', async () => {
    const entries = { page: '{{< base}}{{$a}}mine{{/a}}{{/base}}', base: '{{$a}}{{> tone}}{{/a}}', tone: 'kind' };
    await using served = await serve({ entries });
    const { content, metadata } = await served.prompts.get('page');
    expect(content).toBe('mine');
    expect(metadata.parts).toMatchObject([{ name: 'base' }]);
  });

  it('takes arguments, and so do the includes in it', async () => {
    const entries = {
      page: '{{< base v="1"}}{{$a}}{{v}}{{> tone w="2"}}{{/a}}{{/base}}',
      base: '{{v}}{{$a}}x{{/a}}',
      tone: '{{v}}{{w}}',
    };
    expect(await composed(entries)).toBe('1112');
  });

  it('that replaces a block that the base does not use is reported once', async () => {
    const entries = {
      page: '{{< base}}{{$a}}1{{/a}}{{$typo}}2{{/typo}}{{/base}}',
      base: '{{< root}}{{$gone}}{{/gone}}{{/root}}',
      root: '{{$a}}x{{/a}}',
    };
    await using served = await serve({ entries });
    expect((await served.prompts.get('page')).content).toBe('1');
    const ofPage = served.warnings.filter((warning) => warning.includes("'page'"));
    expect(ofPage).toEqual([expect.stringMatching(/'base' does not use the block 'typo'/)]);
  });

  it('of a text without blocks is the text', async () => {
    const entries = { page: '{{< base}}{{$a}}mine{{/a}}{{/base}}', base: { content: '{{$a}}x{{/a}}', syntax: 'none' } };
    expect(await composed(entries)).toBe('{{$a}}x{{/a}}');
  });
});

describe('the version of a composed prompt', () => {
  const versioned = (content: string, version: string, uri?: string) => ({ content, version, uri });

  it('is its own, a plus sign, and 12 digits of a hash over the hashes of its parts', async () => {
    const texts = {
      page: versioned('{{> a}} {{> c}} {{> b}}', '3'),
      a: versioned('a {{> b}}', '1', 'desk://a'),
      b: 'b',
      c: 'c',
    };
    await using served = await serve({ texts });
    const { version, metadata } = await served.prompts.get('page');
    const hashes = [sha256('a b'), sha256('b'), sha256('c')];
    expect(metadata.parts).toEqual([
      { name: 'a', version: `1+${sha256(sha256('b')).slice(0, 12)}`, hash: hashes[0], uri: 'desk://a' },
      { name: 'b', version: sha256('b'), hash: hashes[1], uri: undefined },
      { name: 'c', version: sha256('c'), hash: hashes[2], uri: undefined },
    ]);
    expect(version).toBe(`3+${sha256(hashes.join('')).slice(0, 12)}`);
  });

  it('is unchanged without parts, and that of the text as written if the source gives none', async () => {
    await using served = await serve({
      texts: { page: versioned('{{$a}}x{{/a}}', '3'), other: '{{$a}}x{{/a}}', plain: 'x' },
    });
    const version = async (name: string) => (await served.prompts.get(name)).version;
    expect(await version('page')).toBe('3');
    expect(await version('other')).toBe(sha256('{{$a}}x{{/a}}'));
    expect(await version('plain')).toBe(sha256('x'));
  });

  it('changes with the blocks of a base, even if the text of the base does not', async () => {
    const texts = { page: versioned('{{< base}}{{$a}}-{{/a}}{{/base}}', '1'), base: versioned('{{$a}}x{{/a}}y', '1') };
    await using served = await serve({ texts });
    const before = await served.prompts.get('page');
    expect(before.metadata.parts).toMatchObject([{ name: 'base', hash: sha256('{{$a}}x{{/a}}y') }]);
    served.desk.texts.set('base', versioned('x{{$a}}y{{/a}}', '2'));
    await served.prompts.refresh('base');
    const after = served.prompts.peek('page');
    expect([before.content, after?.content]).toEqual(['-y', 'x-']);
    expect(after?.version).not.toBe(before.version);
  });
});

it('a source can not claim that its text has parts', async () => {
  const texts = { page: '---\nparts: [{ name: forged }]\nteam: red\n---\nx', other: '---\nparts: 1\n---\n{{> page}}' };
  await using served = await serve({ texts, entries: { page: onDesk('page'), other: onDesk('other') } });
  expect((await served.prompts.get('page')).metadata).toEqual({ team: 'red' });
  expect((await served.prompts.get('other')).metadata).toMatchObject({ parts: [{ name: 'page' }] });
});
