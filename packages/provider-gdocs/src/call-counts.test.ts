import { PromptError } from '@prompts/core';
import { inChunks } from '@prompts/provider-kit';
import { expect, it } from 'vitest';
import { context, idOf, type StartedProvider, startProvider } from './test-support/start-provider.ts';

const count = 1000;
/** Must not end a slow test: each sends 2,000 requests. */
const timeoutMs = 240_000;
const names = Array.from({ length: count }, (_, index) => `n${index}`);

async function writeAll({ write }: StartedProvider) {
  for (const name of names) write(name, `Text of ${name}.`);
}

it(
  'loads 1,000 single documents with 2,001 requests, and checks them with one',
  async () => {
    await using started = await startProvider();
    await writeAll(started);
    const { provider, fake } = started;
    const configs = names.map((name) => started.config(name));
    const templates: Awaited<ReturnType<typeof provider.loadMany>>[number][] = [];
    // Each call has a time limit, which a busy machine must not exceed.
    for (const part of inChunks(configs, 100)) templates.push(...(await provider.loadMany(part, context)));
    expect(fake.requests.length).toBe(2 * count + 1);
    const entries = templates.map((template, index) => {
      if (PromptError.isInstance(template)) throw template;
      return { config: configs[index] as (typeof configs)[0], template };
    });
    expect(await provider.changedSince(entries, context)).toEqual([]);
    expect(fake.calls().slice(2 * count + 1)).toEqual(['/drive/v3/changes 200']);
  },
  timeoutMs,
);

it(
  'loads the 1,000 documents of a folder with 1,004 requests, and checks it with one',
  async () => {
    await using started = await startProvider();
    await writeAll(started);
    const { provider, fake } = started;
    const listing = await provider.list(started.folder(), context);
    for (const part of inChunks(listing, 100)) {
      const templates = await provider.loadMany(
        part.map(({ config }) => config),
        context,
      );
      expect(templates.some((template) => PromptError.isInstance(template))).toBe(false);
    }
    expect(fake.requests.length).toBe(count + 4);
    expect(await provider.list(started.folder(), { ...context, previousList: listing })).toBe(listing);
    expect(fake.calls().slice(count + 4)).toEqual(['/drive/v3/changes 200']);
  },
  timeoutMs,
);

it('loads a text once more after an invisible change', async () => {
  await using started = await startProvider();
  const { provider, fake } = started;
  started.write('a', 'text');
  const config = started.config('a');
  const template = await provider.load(config, context);
  fake.state.put(idOf('a'), {});
  expect(await provider.changedSince([{ config, template }], context)).toEqual([0]);
  expect(await provider.refresh(config, { ...context, previous: template })).toBe(template);
  const before = fake.downloads;
  expect(await provider.changedSince([{ config, template }], context)).toEqual([]);
  expect(await provider.refresh(config, { ...context, previous: template })).toBe(template);
  expect(fake.downloads).toBe(before);
});

it('checks every document after the list of changes has expired', async () => {
  await using started = await startProvider();
  const { provider, fake } = started;
  started.write('a', 'text');
  const config = started.config('a');
  const template = await provider.load(config, context);
  fake.fail({ kind: 'status', status: 410 }, { times: 1, path: '/drive/v3/changes' });
  expect(await provider.changedSince([{ config, template }], context)).toEqual([0]);
  expect(await provider.refresh(config, { ...context, previous: template })).toBe(template);
  expect(await provider.changedSince([{ config, template }], context)).toEqual([]);
  started.write('a', 'changed');
  expect(await provider.changedSince([{ config, template }], context)).toEqual([0]);
});

it('finds a changed document behind a shortcut, and a shortcut that leads elsewhere', async () => {
  await using started = await startProvider();
  const { provider, fake } = started;
  for (const name of ['a', 'b']) started.write(name, `text ${name}`);
  const shortcut = (target: string) =>
    fake.state.put(idOf('s'), {
      mimeType: 'application/vnd.google-apps.shortcut',
      shortcutDetails: { targetId: idOf(target) },
    });
  shortcut('a');
  const config = started.config('s');
  let template = await provider.load(config, context);
  const isChanged = () => provider.changedSince([{ config, template }], context);
  expect(await isChanged()).toEqual([]);
  started.write('a', 'changed');
  expect(await isChanged()).toEqual([0]);
  template = await provider.refresh(config, { ...context, previous: template });
  expect(await isChanged()).toEqual([]);
  shortcut('b');
  expect(await isChanged()).toEqual([0]);
  expect(await provider.refresh(config, { ...context, previous: template })).toMatchObject({ content: 'text b' });
});

it('does not use the facts of a listing for a later text', async () => {
  await using started = await startProvider();
  const { provider } = started;
  started.write('a', 'text');
  const config = started.config('a');
  const previous = await provider.load(config, context);
  await provider.list(started.folder(), context);
  started.write('a', 'changed');
  expect(await provider.refresh(config, { ...context, previous })).toMatchObject({ content: 'changed' });
  const template = await provider.load(config, context);
  await provider.list(started.folder(), context);
  started.write('a', 'changed again');
  expect(await provider.changedSince([{ config, template }], context)).toEqual([0]);
  expect(await provider.load(config, context)).toMatchObject({
    content: 'changed again',
    metadata: { revision: '9007199254741003' },
  });
});
