import { expect, it } from 'vitest';
import { gdocs } from '../gdocs.ts';
import type { Route } from '../test-support/route.ts';
import { context, idOf, startProvider } from '../test-support/start-provider.ts';

const folderType = 'application/vnd.google-apps.folder';

/** Starts with a document and a folder in a shared drive, and a document in the user's own Drive. */
async function start(isMember: boolean, routes: readonly Route[] = []) {
  const started = await startProvider(['drive.readonly'], { isMember, routes });
  started.fake.state.put(idOf('folder'), { mimeType: folderType, driveId: 'drive-1', parents: [] });
  for (const name of ['shared', 'own']) started.write(name, name);
  started.fake.state.put(idOf('shared'), { driveId: 'drive-1', parents: [idOf('folder')] });
  return started;
}

it.each([true, false])('finds changes in shared drives (member: %s)', async (isMember) => {
  await using started = await start(isMember);
  const { provider, fake } = started;
  const configs = ['shared', 'own'].map((name) => started.config(name));
  const entries = await Promise.all(
    configs.map(async (config) => ({ config, template: await provider.load(config, context) })),
  );
  const before = fake.requests.length;
  expect(await provider.changedSince(entries, context)).toEqual([]);
  // The user's own list, and that of the drive.
  expect(fake.requests.length - before).toBe(isMember ? 2 : 1);
  started.write('shared', 'changed');
  expect(await provider.changedSince(entries, context)).toEqual([0]);
  started.write('own', 'changed');
  expect(await provider.changedSince(entries, context)).toEqual([0, 1]);
});

it.each([true, false])('lists a folder of a shared drive again only if it changed (member: %s)', async (isMember) => {
  await using started = await start(isMember);
  const folder = started.folder(idOf('folder'));
  const listing = await started.provider.list(folder, context);
  expect(listing.map(({ name }) => name)).toEqual([idOf('shared')]);
  const list = () => started.provider.list(folder, { ...context, previousList: listing });
  expect(await list()).toBe(listing);
  started.fake.state.put(idOf('shared'), { name: 'New' });
  expect((await list()).map(({ name }) => name)).toEqual(['new']);
});

it('finds a change that was made just before recording of a shared drive started', async () => {
  let change = () => {};
  const begin: Route = {
    path: /^\/drive\/v3\/changes\/startPageToken$/,
    respond({ query }) {
      if (query.has('driveId')) change();
      return Response.json({ startPageToken: String(started.fake.state.changes.length) });
    },
  };
  await using started = await start(true, [begin]);
  const config = started.config('shared');
  const previous = await started.provider.load(config, context);
  const restarted = gdocs({ allowHosts: ['127.0.0.1'], rootUrl: started.fake.url, auth: { token: started.token } });
  change = () => started.write('shared', 'changed');
  expect(await restarted.refresh?.(config, { ...context, previous })).toMatchObject({ content: 'changed' });
  await restarted.close?.();
});
