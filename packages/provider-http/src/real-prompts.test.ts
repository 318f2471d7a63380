import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPrompts, type Prompts } from '@prompts/core';
import { startFaultServer } from '@prompts/provider-testkit';
import { expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../scripts/test/shared-data.ts';
import { http } from './http.ts';

const folder = sharedData('prompts');
const texts = new Map(
  (folder ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.md'))
    .map((file) => [file.slice(0, -3), readFileSync(join(folder as string, file), 'utf8')]),
);

/** The placeholders of these prompts. Most are variables, those of one prompt are code of a web page. */
const placeholders = {
  extract_insights: ['input'],
  sanitize_broken_html_to_markdown: [
    'note',
    'currentYear',
    'frontmatter.hero.tagline',
    'action.text',
    'filterText',
    'text',
    'currentLang.label',
    'site.title',
    'frontmatter.title',
    'frontmatter.subtitle',
    'formattedDate',
    'input',
  ],
  translate: ['lang_code'],
  write_essay: ['author_name'],
};

/** Expects that each text is loaded unchanged, renders to itself, and lists its variables. */
async function expectAllTexts(prompts: Prompts, prefix: string) {
  const variables: Record<string, readonly string[]> = {};
  for (const [name, text] of texts) {
    const prompt = await prompts.get(prefix + name);
    expect(prompt.content, name).toBe(text);
    expect(prompt.render({}, { missing: 'keep' }), name).toBe(text.replaceAll('\\{{', '{{'));
    if (prompt.variables.length === 0) {
      expect(prompt.render(), name).toBe(text.replaceAll('\\{{', '{{'));
      continue;
    }
    variables[name] = prompt.variables;
    const names = prompt.variables.map((variable) => `'${variable}'`).join(', ');
    expect(() => prompt.render(), name).toThrow(
      expect.objectContaining({ code: 'VARIABLE_MISSING', message: expect.stringContaining(names) }),
    );
  }
  expect(variables).toEqual(placeholders);
}

it('150 real prompts load from files, character for character, and render', async (context) => {
  if (folder === undefined) return context.skip(noSharedData);
  expect(texts.size).toBe(150);
  const systemPrompts = Object.fromEntries([...texts.keys()].map((name) => [name, { file: `${name}.md` }]));
  await using prompts = await createPrompts({ systemPrompts, root: folder });
  await expectAllTexts(prompts, '');
});

it('150 real prompts load over HTTP as a collection, character for character, and render', async (context) => {
  if (folder === undefined) return context.skip(noSharedData);
  await using server = await startFaultServer((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === '/index.json') return Response.json([...texts.keys()].map((name) => `${name}.md`));
    const text = texts.get(pathname.slice(1, -3));
    return new Response(text, { headers: { 'content-type': 'text/markdown; charset=utf-8' } });
  });
  await using prompts = await createPrompts({
    systemPrompts: { 'real/*': { provider: 'http', config: { index: `${server.url}/` } } },
    providers: [http({ allowHosts: ['127.0.0.1'] })],
  });
  await expectAllTexts(prompts, 'real/');
  expect(prompts.list()).toHaveLength(150);
});
