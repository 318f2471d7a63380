import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { type Folder, makeFolder } from '../test-support/folder.ts';

const source = fileURLToPath(new URL('..', import.meta.url));
const repository = fileURLToPath(new URL('../../../..', import.meta.url));
const options =
  '--noEmit --pretty false --strict --exactOptionalPropertyTypes --skipLibCheck --allowImportingTsExtensions';
const target = '--module nodenext --target es2023 --lib esnext,dom --types node --typeRoots';

const head = `
import { createPrompts, definePrompts } from '${source}index.ts';
interface HubConfig { readonly repo: string; readonly branch?: string; readonly auth?: { readonly token: string } }
declare module '${source}provider/provider.ts' {
  interface ProviderConfigs { hub: HubConfig; db: { readonly table: string } }
  interface ProviderOptions { hub: { readonly baseUrl?: string } }
}
const prompts = await createPrompts({ systemPrompts: { greeting: 'Hello {{name}}', plain: 'Hi', 'team/*': { file: 'team' } } });
const stored = { content: 'x', fallbak: 'y' };
const config = { repo: 'a/b', brnch: 'c' };
`.trim();

/** A line with a mistake, the key that the message names, and what it suggests. */
const mistakes: [line: string, key: string, suggestion?: string][] = [
  [`createPrompts({ systemPrompts: { it: { content: 'x', fallbak: 'y' } } });`, 'fallbak', 'fallback'],
  [`createPrompts({ systemPrompts: { it: { file: 'x', fallbak: 'y' } } });`, 'fallbak', 'fallback'],
  [
    `createPrompts({ systemPrompts: { it: { provider: 'hub', config: { repo: 'a/b' }, cahce: {} } } });`,
    'cahce',
    'cache',
  ],
  [`createPrompts({ systemPrompts: { it: { provider: 'any', config: {}, fallbak: 'y' } } });`, 'fallbak', 'fallback'],
  [`createPrompts({ systemPrompts: { it: { db: { table: 'x' }, fallbak: 'y' } } });`, 'fallbak', 'fallback'],
  [`createPrompts({ systemPrompts: { it: { contnt: 'x' } } });`, 'contnt'],
  [`createPrompts({ systemPrompts: { it: { content: 'x', file: 'y' } } });`, 'content'],
  [
    `createPrompts({ systemPrompts: { it: { provider: 'hub', config: { repo: 'a/b', brnch: 'c' } } } });`,
    'brnch',
    'branch',
  ],
  [
    `createPrompts({ systemPrompts: { it: { provider: 'hub', config: { repo: 'a', auth: { tokn: 'x' } } } } });`,
    'tokn',
    'token',
  ],
  [`createPrompts({ systemPrompts: { it: { db: { tabel: 'x' } } } });`, 'tabel', 'table'],
  [`createPrompts({ systemPrompts: { it: { content: 'x', cache: { tll: 5 } } } });`, 'tll'],
  [`createPrompts({ systemPrompts: { it: 'x' }, cache: { staleIfErorr: 5 } });`, 'staleIfErorr', 'staleIfError'],
  [`createPrompts({ systemPrompts: { it: 'x' }, preloadd: true });`, 'preloadd', 'preload'],
  [`createPrompts({ systemPrompts: { it: 'x' }, templates: { strct: true } });`, 'strct', 'strict'],
  [`createPrompts({ systemPrompts: { it: 'x' }, providerOptions: { hub: { baseURL: 'x' } } });`, 'baseURL', 'baseUrl'],
  [`createPrompts({ systemPrompt: { it: 'x' } });`, 'systemPrompt', 'systemPrompts'],
  [`createPrompts({ systemPrompts: { valid: 'x', stored } });`, 'fallbak'],
  [`createPrompts({ systemPrompts: { valid: 'x', it: { provider: 'hub', config } } });`, 'brnch'],
  [`definePrompts({ it: { provider: 'hub', config: { repo: 'a/b', brnch: 'c' } } });`, 'brnch', 'branch'],
  [`prompts.render('greeting', { nme: 'Ada' });`, 'nme', 'name'],
  [`prompts.render('greeting', {});`, 'name'],
  [`prompts.render('plain', { other: 1 });`, 'other'],
  [`prompts.get('greetng');`, 'greetng'],
  [`prompts.refresh('teem/*');`, 'teem/*'],
];

let folder: Folder;
let messages: Map<number, string>;

beforeAll(async () => {
  folder = await makeFolder();
  const lines = mistakes.map(([line]) => `void ${line}`);
  await folder.write('package.json', { type: 'module' });
  await folder.write('app.ts', [head, ...lines].join('\n'));
  const given = [...`${options} ${target}`.split(' '), `${repository}node_modules/@types`, 'app.ts'];
  const output = await new Promise<string>((resolve) => {
    const tsc = `${repository}node_modules/typescript/bin/tsc`;
    execFile(process.execPath, [tsc, ...given], { cwd: folder.path }, (_error, stdout) => resolve(stdout));
  });
  const reports = output
    .split(/^(?=\S+\(\d+,\d+\): )/m)
    .map((report) => /^app\.ts\((\d+),\d+\): ([\s\S]*)/.exec(report));
  const first = head.split('\n').length + 1;
  messages = new Map(reports.map((report) => [Number(report?.[1]) - first, report?.[2]?.trim() ?? output]));
  return () => folder[Symbol.asyncDispose]();
}, 180_000);

it.each(mistakes.map((mistake, index) => [...mistake.slice(0, 1), index] as [string, number]))(
  'the compiler names the mistake in %s',
  (_line, index) => {
    const [, key, suggestion] = mistakes[index] as (typeof mistakes)[number];
    const message = messages.get(index) ?? 'no error';
    expect(message).toContain(key);
    if (suggestion) expect(message).toContain(`Did you mean to write '${suggestion}'?`);
    expect(message).not.toMatch(/\bnever\b/);
    expect(message.length).toBeLessThanOrEqual(700);
  },
);

it('reports nothing else', () => {
  expect([...messages.keys()].sort((one, other) => one - other)).toEqual(mistakes.map((_, index) => index));
});
