import { createPrompts } from '@prompts/core';
import { expect, it } from 'vitest';
import { gdocs } from './gdocs.ts';
import { idOf, startProvider } from './test-support/start-provider.ts';

it('serves a folder and single documents, and checks them with one request per folder and one for all documents', async () => {
  await using started = await startProvider();
  for (const name of ['a', 'b', 'c', 'd']) started.write(name, `Hello {{name}}, I am ${name}.`);
  for (const name of ['c', 'd']) started.fake.state.put(idOf(name), { parents: ['elsewhere'] });
  const prompts = await createPrompts({
    systemPrompts: {
      'guides/*': { provider: 'gdocs', config: { folderId: 'root-folder-0' } },
      single: { provider: 'gdocs', config: { documentId: idOf('c') } },
      other: { provider: 'gdocs', config: { documentId: idOf('d') } },
    },
    providers: [gdocs({ allowHosts: ['127.0.0.1'], rootUrl: started.fake.url, auth: { token: started.token } })],
  });
  const changed: string[] = [];
  expect(await prompts.render(`guides/${idOf('a')}`, { name: 'Ada' })).toBe('Hello Ada, I am a.');
  expect(await prompts.render('single', { name: 'Ada' })).toBe('Hello Ada, I am c.');
  await prompts.refresh();
  prompts.on('change', ({ name }) => changed.push(name));
  const calls = async () => {
    const before = started.fake.requests.length;
    await prompts.refresh();
    return started.fake.calls().slice(before);
  };
  expect(await calls()).toEqual(['/drive/v3/changes 200', '/drive/v3/changes 200']);
  started.fake.state.put(idOf('c'), {});
  await prompts.refresh();
  expect(changed).toEqual([]);
  for (const name of ['a', 'c']) started.write(name, 'changed');
  await prompts.refresh();
  expect(changed.toSorted()).toEqual([`guides/${idOf('a')}`, 'single']);
  started.fake.state.delete(idOf('a'));
  const { failed } = await prompts.refresh();
  expect(failed).toEqual([{ name: `guides/${idOf('a')}`, error: expect.objectContaining({ code: 'NOT_FOUND' }) }]);
  expect((await prompts.get(`guides/${idOf('a')}`)).state).toBe('stale');
  await prompts.close();
});

it("shares one access between entries that use the app's own clients", async () => {
  await using started = await startProvider();
  for (const name of ['a', 'b']) started.write(name, name);
  const [{ docs }, { drive }] = await Promise.all([
    import('googleapis/build/src/apis/docs/index.js'),
    import('googleapis/build/src/apis/drive/index.js'),
  ]);
  const options = { rootUrl: `${started.fake.url}/`, headers: { authorization: `Bearer ${started.token}` } };
  const clients = { docs: docs({ version: 'v1', ...options }), drive: drive({ version: 'v3', ...options }) };
  const entry = (name: string) => ({ provider: 'gdocs' as const, config: { documentId: idOf(name) } });
  const prompts = await createPrompts({ systemPrompts: { a: entry('a'), b: entry('b') }, providers: [gdocs(clients)] });
  expect(await Promise.all(['a', 'b'].map(async (name) => (await prompts.get(name)).content))).toEqual(['a', 'b']);
  expect(started.fake.calls().filter((call) => call.includes('startPageToken'))).toHaveLength(1);
  await prompts.close();
});
