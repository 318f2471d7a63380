import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../../scripts/test/shared-data.ts';
import { serve } from './test-support/serve.ts';

interface SpecificationCase {
  readonly name: string;
  readonly template: string;
  readonly data: object;
  readonly partials?: Readonly<Record<string, string>>;
  readonly expected: string;
}

/** The cases that need something else than composition. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  'partials.json': ['Recursion'],
  '~inheritance.json': ['Sections', 'Negative Sections', 'Mustache Injection', 'Block scope', 'Recursion'],
};

it.for(Object.keys(leftOut))('renders the cases of %s in the mustache specification', async (file, { skip }) => {
  const path = sharedData(`security/mustache-spec/${file}`);
  if (path === undefined) return skip(noSharedData);
  const { tests }: { tests: SpecificationCase[] } = JSON.parse(await readFile(path, 'utf8'));
  const cases = tests.filter(({ name }) => !leftOut[file]?.includes(name));
  const results: string[][] = [];
  for (const { name, template, partials = {}, data } of cases) {
    // Values are never escaped here, so that there is no third brace.
    const texts = Object.entries({ ...partials, 'the template': template });
    const entries = Object.fromEntries(texts.map(([id, text]) => [id, text.replace(/\{(\{\{\w+\}\})\}/g, '$1')]));
    await using served = await serve({ entries, options: { missing: 'empty' } });
    results.push([name, await served.prompts.render('the template', data as Record<string, unknown>)]);
  }
  expect(results).toEqual(cases.map(({ name, expected }) => [name, expected]));
  expect(results.length).toBe(tests.length - (leftOut[file]?.length ?? 0));
});
