import { expect, it } from 'vitest';
import { createPrompts, type Prompts } from './node/index.ts';
import { ScriptedProvider } from './test-support/scripted-provider.ts';

function start(text: string, options: object = {}, entry: object = {}) {
  const source = new ScriptedProvider(text);
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message), error() {} };
  const created: Promise<Prompts> = createPrompts({
    systemPrompts: { it: { provider: 'scripted', config: {}, ...entry } },
    providers: [source],
    logger,
    ...options,
  });
  return { source, warnings, created };
}

it.each([
  ['templates.strict', { templates: { strict: true } }, {}],
  ['strict of the entry', {}, { strict: true }],
])(
  '%s rejects double braces without a meaning, names the line and the tag, and keeps the last good text',
  async (_, options, entry) => {
    const { source, warnings, created } = start('Hello {{name}}', options, entry);
    await using prompts = await created;
    await prompts.get('it');
    source.answer = '---\ntitle: T\n---\nHello\n{{#if name}}{{name}}{{/if}}';
    const { failed } = await prompts.refresh('it');
    expect(failed).toMatchObject([{ error: { code: 'CONTENT_INVALID', prompt: 'it' } }]);
    expect(failed[0]?.error.message).toMatch(/line 5: '\{\{#if name\}\}'/);
    expect(prompts.peek('it')?.content).toBe('Hello {{name}}');
    expect(warnings).toEqual([expect.stringMatching(/line 5: .+; the last good text is served$/)]);
  },
);

it('strict: false of an entry takes precedence over templates.strict', async () => {
  const { created } = start('{{Server Name}}', { templates: { strict: true } }, { strict: false });
  await using prompts = await created;
  expect(await prompts.render('it')).toBe('{{Server Name}}');
});

it('accepts variables, includes and escapes in a strict text', async () => {
  const text = '{{> part}} {{< base}}{{$block}}x{{/block}}{{/base}} {{name}} \\{{#if}}';
  const { created } = start(text, { templates: { strict: true } });
  await using prompts = await created;
  expect((await prompts.get('it')).content).toBe(text);
});

it('serves other double braces as text without strict, and logs a warning once per prompt', async () => {
  const { source, warnings, created } = start('Ask {{Server Name}} {{#if x}}');
  await using prompts = await created;
  expect(await prompts.render('it')).toBe('Ask {{Server Name}} {{#if x}}');
  source.answer = 'Tell {{Server Name}}';
  expect(await prompts.refresh('it')).toMatchObject({ changed: ['it'] });
  await prompts.refresh('it');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/'it', line 1: '\{\{Server Name\}\}'/);
});

it.each(['brace', 'none'])('neither rejects nor warns about a text with syntax %s', async (syntax) => {
  const { warnings, created } = start('{{#if x}}', { templates: { strict: true } }, { syntax });
  await using prompts = await created;
  expect((await prompts.get('it')).content).toBe('{{#if x}}');
  expect(warnings).toEqual([]);
});

it('checks the strict texts in the configuration itself at start', async () => {
  const error = createPrompts({
    templates: { strict: true },
    systemPrompts: {
      good: 'Hello {{name}}',
      text: 'Hello\n{{ x | upper }}',
      marked: { content: '---\ntitle: "{{Server Name}}"\n---\n{{#each}}', frontMatter: true },
      spare: { content: 'a', fallback: '{{#if}}' },
      lenient: { content: '{{#if}}', strict: false },
      braces: { content: '{{#if}}', syntax: 'brace' },
    },
    logger: false,
  });
  await expect(error).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [
      { path: 'systemPrompts.text', message: expect.stringMatching(/^line 2: '\{\{ x \| upper \}\}'/) },
      { path: 'systemPrompts.marked', message: expect.stringMatching(/^line 4: '\{\{#each\}\}'/) },
      { path: 'systemPrompts.spare.fallback', message: expect.stringMatching(/^line 1: '\{\{#if\}\}'/) },
    ],
  });
});

it.each([
  ['templates', { templates: 5 }],
  ['templates.strict', { templates: { strict: 'yes' } }],
  ['templates.strickt', { templates: { strickt: true } }],
  ['systemPrompts.it.strict', { systemPrompts: { it: { content: 'a', strict: 1 } } }],
])('an invalid %s is reported', async (path, options) => {
  await expect(createPrompts({ systemPrompts: {}, ...options } as never)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path }],
  });
});
