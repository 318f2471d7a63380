import { expect, it } from 'vitest';
import { context, idOf, startProvider } from '../test-support/start-provider.ts';

const folderType = 'application/vnd.google-apps.folder';
const shortcutType = 'application/vnd.google-apps.shortcut';

it('names documents after their paths and titles, and lists each once', async () => {
  await using started = await startProvider(['drive.readonly'], { listPageSize: 2 });
  const { state } = started.fake;
  state.put(idOf('folder'), { mimeType: folderType, name: 'Team Guides' });
  state.put(idOf('inner'), { mimeType: folderType, name: 'हिन्दी', parents: [idOf('folder')] });
  for (const name of ['a', 'b', 'c', 'd']) started.write(name, name);
  state.put(idOf('a'), { name: 'Über uns: A/B?' });
  state.put(idOf('b'), { name: 'Review', parents: [idOf('folder')] });
  state.put(idOf('c'), { name: 'Deep', parents: [idOf('inner')] });
  state.put(idOf('d'), { name: 'Elsewhere', parents: ['another-folder'] });
  state.put(idOf('s1'), {
    name: 'Link',
    mimeType: shortcutType,
    shortcutDetails: { targetId: idOf('d'), targetMimeType: 'application/vnd.google-apps.document' },
  });
  state.put(idOf('s2'), {
    name: 'Again',
    mimeType: shortcutType,
    shortcutDetails: { targetId: idOf('b'), targetMimeType: 'application/vnd.google-apps.document' },
  });
  state.put(idOf('s3'), {
    name: 'Folder',
    mimeType: shortcutType,
    shortcutDetails: { targetId: idOf('folder'), targetMimeType: folderType },
  });
  state.put(idOf('sheet'), { name: 'Numbers', mimeType: 'application/vnd.google-apps.spreadsheet' });
  const listing = await started.provider.list(started.folder(), context);
  expect(listing.map(({ name, config: { documentId } }) => [name, documentId])).toEqual([
    ['link', idOf('d')],
    ['team-guides/review', idOf('b')],
    ['team-guides/हिन्दी/deep', idOf('c')],
    ['über-uns-a-b', idOf('a')],
  ]);
  expect(await started.provider.load(listing[0]?.config as never, context)).toMatchObject({ content: 'd' });
});

it('names documents and folders after their ids if nothing is left of their titles', async () => {
  await using started = await startProvider();
  const { state } = started.fake;
  state.put(idOf('folder'), { mimeType: folderType, name: '..' });
  for (const name of ['a', 'b']) started.write(name, name);
  state.put(idOf('a'), { name: '🎉' });
  state.put(idOf('b'), { name: 'Review', parents: [idOf('folder')] });
  const names = (await started.provider.list(started.folder(), context)).map(({ name }) => name);
  expect(names).toEqual([expect.stringMatching(/^[\da-f]{8}\/review$/), expect.stringMatching(/^[\da-f]{8}$/)]);
});

it('lists a folder of a shared drive', async () => {
  await using started = await startProvider();
  started.fake.state.put(idOf('folder'), { mimeType: folderType, driveId: 'drive-1' });
  started.write('a', 'text');
  started.fake.state.put(idOf('a'), { driveId: 'drive-1', parents: [idOf('folder')] });
  expect(await started.provider.list(started.folder(idOf('folder')), context)).toHaveLength(1);
});

it('lists folders that contain each other once', async () => {
  await using started = await startProvider();
  const { state } = started.fake;
  state.put(idOf('x'), { mimeType: folderType, parents: ['root-folder-0', idOf('y')] });
  state.put(idOf('y'), { mimeType: folderType, parents: [idOf('x')] });
  started.write('a', 'text');
  expect(await started.provider.list(started.folder(), context)).toHaveLength(1);
});

it('refuses a folder with too many levels or documents', async () => {
  await using started = await startProvider();
  started.write('a', 'a');
  started.write('b', 'b');
  const tooMany = started.provider.list(started.folder(), { ...context, maxMembers: 1 });
  await expect(tooMany).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining('more than 1 documents'),
  });
  for (let level = 0; level < 25; level += 1) {
    started.fake.state.put(idOf(`f${level}`), {
      mimeType: folderType,
      parents: [level === 0 ? 'root-folder-0' : idOf(`f${level - 1}`)],
    });
  }
  await expect(started.provider.list(started.folder(), context)).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining('20 levels'),
  });
});

it('lists again after a document was added, renamed or moved away', async () => {
  await using started = await startProvider();
  const names = (previousList?: Awaited<ReturnType<typeof started.provider.list>>) =>
    started.provider.list(started.folder(), { ...context, previousList });
  started.write('a', 'a');
  let listing = await names();
  started.fake.state.put('elsewhere-0000', { parents: ['other'] });
  expect(await names(listing)).toBe(listing);
  started.write('b', 'b');
  listing = await names(listing);
  expect(listing.map(({ name }) => name)).toEqual([idOf('a'), idOf('b')]);
  started.fake.state.put(idOf('b'), { name: 'New' });
  listing = await names(listing);
  expect(listing.map(({ name }) => name)).toEqual([idOf('a'), 'new']);
  started.fake.state.put(idOf('a'), { parents: ['other'] });
  listing = await names(listing);
  expect(listing.map(({ name }) => name)).toEqual(['new']);
});

it('lists the revisions of a document, reads an old one, and refuses one that does not exist', async () => {
  await using started = await startProvider();
  started.write('a', 'one');
  started.write('a', 'two');
  const versions = [];
  for await (const version of started.provider.versions(started.config('a'), context)) versions.push(version);
  expect(versions).toEqual(
    ['8', '1'].map((version) => ({ version, createdAt: expect.any(String), author: 'Ada Lovelace' })),
  );
  expect(await started.load('a', { version: '1' })).toMatchObject({
    content: 'one',
    version: '1',
    metadata: { revision: '1' },
  });
  await expect(started.load('a', { version: '99' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await using metadataOnly = await startProvider(['documents.readonly', 'drive.metadata.readonly']);
  metadataOnly.write('a', 'one');
  await expect(metadataOnly.load('a', { version: '1' })).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('authorize drive.readonly'),
  });
});
