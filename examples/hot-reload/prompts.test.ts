import { mkdtemp, readdir, readlink, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migratePrompts, openDatabase, publishPrompt } from '@prompts/provider-db';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { getPrompts } from './prompts.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'hot-reload-')));
  file = join(folder, 'prompts.db');
  const knex = openDatabase(`sqlite:${file}`);
  await migratePrompts(knex);
  await publishPrompt(knex, { name: 'code-review', content: 'You review code.', label: 'production' });
  await knex.destroy();
  vi.stubEnv('PROMPTS_DATABASE', `sqlite:${file}`);
});
afterEach(async () => {
  const { prompts } = globalThis as { prompts?: ReturnType<typeof getPrompts> };
  await (await prompts)?.close();
  Reflect.deleteProperty(globalThis, 'prompts');
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Evaluates the module again, as a development server does after an edit. */
async function evaluate(edit: number): Promise<{ getPrompts: typeof getPrompts }> {
  return import(/* @vite-ignore */ new URL(`./prompts.ts?edit=${edit}`, import.meta.url).href);
}

async function countHandles(): Promise<number> {
  const handles = await readdir('/proc/self/fd');
  const paths = await Promise.all(handles.map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')));
  return paths.filter((path) => path === file).length;
}

it.skipIf(process.platform !== 'linux')('keeps one handle of the database, however often it is edited', async () => {
  const evaluated = new Set<unknown>();
  for (let edit = 1; edit <= 5; edit += 1) {
    const module = await evaluate(edit);
    evaluated.add(module.getPrompts);
    const prompts = await module.getPrompts();
    expect((await prompts.get('review')).content).toBe('You review code.');
    expect(await countHandles()).toBe(1);
  }
  expect(evaluated.size).toBe(5);
});

it('opens the prompts again once a mistake in the configuration is fixed', async () => {
  vi.stubEnv('PROMPTS_DATABASE', 'nonsense');
  const { getPrompts } = await evaluate(6);
  await expect(getPrompts()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  vi.stubEnv('PROMPTS_DATABASE', `sqlite:${file}`);
  expect((await (await getPrompts()).get('review')).content).toBe('You review code.');
});
