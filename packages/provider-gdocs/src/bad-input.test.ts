import { expect, it } from 'vitest';
import { heading, paragraph, tab, tabContent, table } from './test-support/document-json.ts';
import { context, idOf, startProvider } from './test-support/start-provider.ts';

const folderType = 'application/vnd.google-apps.folder';
const routes = [['drive.readonly'], ['documents.readonly', 'drive.metadata.readonly']];

it.each([
  ['application/vnd.google-apps.spreadsheet', 'a Google Sheet'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'a Word file'],
  [folderType, "use folderId in an entry named 'name/*'"],
  ['image/png', 'a file of the type image/png'],
])('refuses a file of the type %s', async (mimeType, words) => {
  await using started = await startProvider();
  started.fake.state.put(idOf('a'), { mimeType });
  await expect(started.load('a')).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(words),
  });
});

it('refuses a file of another kind, with credentials only for the Docs API', async () => {
  await using started = await startProvider(['documents.readonly']);
  started.fake.state.put(idOf('a'), { mimeType: 'application/vnd.google-apps.spreadsheet' });
  await expect(started.load('a')).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('is not a Google document'),
  });
});

it.each([
  ['document', {}],
  ['shortcut', { mimeType: 'application/vnd.google-apps.shortcut', shortcutDetails: { targetId: idOf('b') } }],
])('reports a %s in the trash as NOT_FOUND', async (_, properties) => {
  await using started = await startProvider();
  for (const name of ['a', 'b']) started.write(name, 'text');
  started.fake.state.put(idOf('a'), { trashed: true, ...properties });
  await expect(started.load('a')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('in the trash'),
  });
});

it('follows a shortcut once', async () => {
  await using started = await startProvider();
  const { state } = started.fake;
  started.write('a', 'text');
  const shortcut = (name: string, target: string) =>
    state.put(idOf(name), {
      mimeType: 'application/vnd.google-apps.shortcut',
      shortcutDetails: { targetId: idOf(target) },
    });
  shortcut('b', 'a');
  shortcut('c', 'b');
  expect(await started.load('b')).toMatchObject({ content: 'text' });
  await expect(started.load('c')).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('a shortcut to a shortcut'),
  });
});

it.each(routes)('says how to share a document that cannot be read: %s', async (...scopes) => {
  await using started = await startProvider(scopes);
  await expect(started.load('a')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining('is not shared with'),
  });
});

it.each(routes)('reports a document without text as CONTENT_INVALID: %s', async (...scopes) => {
  await using started = await startProvider(scopes);
  const image = { inlineObjectElement: { inlineObjectId: 'image1' } };
  const inlineObjects = { image1: { objectId: 'image1' } };
  started.fake.state.write(idOf('a'), [tab('t.0', 'Tab 1', tabContent([paragraph([image])], { inlineObjects }))]);
  await expect(started.load('a')).rejects.toMatchObject({
    code: 'CONTENT_INVALID',
    message: expect.stringContaining('only images'),
  });
});

it('names the tabs of a document if the configured tab does not exist', async () => {
  await using started = await startProvider();
  started.write('a', 'text');
  await expect(started.load('a', { tab: 'Other' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: expect.stringContaining("'Tab 1' (t.0)"),
  });
});

it('reads a document with the Docs API if its export is too large or forbidden', async () => {
  await using started = await startProvider(['drive.readonly'], { maxExportBytes: 100 });
  started.write('a', 'short');
  started.write('b', 'long '.repeat(100));
  started.write('c', 'text');
  started.fake.state.put(idOf('c'), { capabilities: { canDownload: false } });
  expect(await started.load('a')).toMatchObject({ content: 'short' });
  expect(await started.load('b')).toMatchObject({ content: 'long '.repeat(100).trim() });
  expect(await started.load('c')).toMatchObject({ content: 'text' });
  const reads = started.fake.calls().filter((call) => call.includes('/v1/documents/'));
  expect(reads).toEqual([`/v1/documents/${idOf('b')} 200`, `/v1/documents/${idOf('c')} 200`]);
});

it.each(routes)('reads a document of 10 MB, which core then refuses: %s', async (...scopes) => {
  await using started = await startProvider(scopes);
  started.write('a', 'word '.repeat(2 * 1024 * 1024 - 1));
  expect((await started.load('a')).content.length).toBeGreaterThan(10_000_000);
});

it("reads a document without Drive's facts, with credentials only for the Docs API", async () => {
  await using started = await startProvider(['documents.readonly']);
  started.write('a', 'text');
  expect(await started.load('a')).toEqual({
    content: 'text',
    uri: `https://docs.google.com/document/d/${idOf('a')}/edit`,
    metadata: { title: idOf('a'), revision: 'revision-1' },
  });
});

it('returns the revision, the last editor and the address of a document', async () => {
  await using started = await startProvider();
  started.write('a', 'text');
  expect(await started.load('a')).toEqual({
    content: 'text',
    uri: `https://docs.google.com/document/d/${idOf('a')}/edit?usp=drivesdk`,
    metadata: {
      title: idOf('a'),
      revision: '9007199254741001',
      updatedAt: expect.stringMatching(/^2026-01-05T/),
      author: 'Ada Lovelace',
    },
  });
});

it('says which scope is missing', async () => {
  await using started = await startProvider(['drive.metadata.readonly']);
  started.write('a', 'text');
  const missing = {
    code: 'FORBIDDEN',
    message: expect.stringContaining('authorize documents.readonly or drive.readonly'),
  };
  await expect(started.load('a')).rejects.toMatchObject(missing);
  await expect(started.provider.validate(started.config('a'), context)).rejects.toMatchObject(missing);
  await using docsOnly = await startProvider(['documents.readonly']);
  await expect(docsOnly.provider.list(docsOnly.folder(), context)).rejects.toMatchObject({
    code: 'FORBIDDEN',
    message: expect.stringContaining('authorize drive.metadata.readonly or drive.readonly'),
  });
});

it('reads one tab with the Docs API', async () => {
  await using started = await startProvider();
  started.fake.state.write(idOf('a'), [
    tab('t.1', 'One', tabContent([paragraph('first')])),
    tab('t.2', 'Two', tabContent([paragraph('second')])),
  ]);
  expect(await started.load('a', { tab: 'Two' })).toMatchObject({ content: 'second' });
  expect(await started.load('a', { tab: 't.1' })).toMatchObject({ content: 'first' });
  expect(await started.load('a')).toMatchObject({ content: '# One\n\nfirst\n\n# Two\n\nsecond' });
});

it.each(routes)('escapes all variables that the config does not name: %s', async (...scopes) => {
  await using started = await startProvider(scopes);
  started.fake.state.write(idOf('a'), [
    tab('t.0', '', tabContent([heading(1, 'For {{user_name}}'), table([['{{ other }}', 'b']])])),
  ]);
  expect((await started.load('a', { variables: ['user_name'] })).content).toContain(
    '# For {{user_name}}\n\n| \\{{ other }}',
  );
});

it('refuses a folder as a document, and a document as a folder', async () => {
  await using started = await startProvider();
  started.write('a', 'text');
  await expect(started.provider.load(started.folder(), context)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(started.provider.list(started.config('a'), context)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(started.provider.list(started.folder(idOf('a')), context)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining('is not a folder'),
  });
});
