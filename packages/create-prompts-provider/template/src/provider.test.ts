import { createPrompts } from '@prompts/core';
import { expect, it } from 'vitest';
import createProvider, { type AcmeNotesOptions } from './index.ts';
import { startFakeSource } from './test-support/fake-source.ts';

it('serves a note, and the notes of a folder', async () => {
  await using source = await startFakeSource();
  source.texts.set('greeting', 'Hello {{name}}.');
  await using prompts = await createPrompts({
    systemPrompts: {
      greeting: { provider: 'acme-notes', config: { note: 'greeting' } },
      'team/*': { provider: 'acme-notes', config: { folder: 'team' } },
    },
    providers: [createProvider({ baseUrl: source.url, allowHosts: ['127.0.0.1'], token: source.token })],
  });
  expect(await prompts.render('greeting', { name: 'Ada' })).toBe('Hello Ada.');
  expect((await prompts.get('team/greeting')).uri).toBe('https://acme-notes.example/notes/greeting');
});

it('names the mistakes in a config', async () => {
  const systemPrompts = { greeting: { provider: 'acme-notes', config: { note: '../admin' } } } as const;
  await expect(createPrompts({ systemPrompts, providers: [createProvider()] })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    issues: [{ path: 'systemPrompts.greeting.config.note' }],
  });
});

it('separates what is read with other credentials or from another server', () => {
  const identify = (options: AcmeNotesOptions) => createProvider(options).identity?.({ note: 'greeting' });
  expect(identify({ token: 'one' })).not.toEqual(identify({ token: 'two' }));
  expect(identify({ baseUrl: 'https://one.example' })).not.toEqual(identify({ baseUrl: 'https://two.example' }));
});
