import { describe, expect, it } from 'vitest';
import { startConfluence } from './test-support/sources/confluence.ts';
import { startGoogle } from './test-support/sources/gdocs.ts';
import { startGitHub } from './test-support/sources/github.ts';
import { startNotion } from './test-support/sources/notion.ts';
import { startReceiver } from './test-support/start-receiver.ts';

const secretOfOthers = 'the secret of somebody else';

describe.each([
  { of: 'GitHub', start: startGitHub, isElsewhereGenuine: true, hasBody: true },
  { of: 'Notion', start: startNotion, isElsewhereGenuine: true, hasBody: true },
  { of: 'Confluence Data Center', start: startConfluence, isElsewhereGenuine: true, hasBody: true },
  { of: 'a Drive channel', start: startGoogle, isElsewhereGenuine: false, hasBody: false },
])('deliveries of $of', ({ start, isElsewhereGenuine, hasBody }) => {
  it('refresh exactly the entries that they touch', async () => {
    await using source = await start();
    await using app = await startReceiver(source);
    source.edit('new');
    expect(await app.deliver(source.announce())).toBe(202);
    // Google does not say what has changed: that is asked once for all documents.
    expect(await app.refreshed()).toEqual([hasBody ? ['touched'] : ['touched', 'untouched']]);
    expect([await app.read('touched'), await app.read('untouched')]).toEqual(['new', 'same']);
    const paths = app.takePaths().join('\n');
    expect(paths).toContain(source.marks.touched);
    expect(paths).not.toContain(source.marks.untouched);
  });

  it('that are sent again are not acted on', async () => {
    await using source = await start();
    await using app = await startReceiver(source);
    source.edit('new');
    const delivery = source.announce();
    await app.deliver(delivery);
    await app.refreshed();
    app.takePaths();
    expect(await app.deliver(delivery)).toBe(200);
    await app.clock.advance(1000);
    expect([await app.read('touched'), app.takePaths()]).toEqual(['new', []]);
  });

  it('that arrive out of order end with the newest text', async () => {
    await using source = await start();
    await using app = await startReceiver(source);
    source.edit('newer');
    const first = source.announce();
    source.edit('newest');
    for (const delivery of [source.announce(), first]) expect(await app.deliver(delivery)).toBe(202);
    await app.refreshed();
    await app.clock.advance(100);
    await app.refreshed();
    expect(await app.read('touched')).toBe('newest');
  });

  it('that are invalid, or concern something else, make no request', async () => {
    await using source = await start();
    await using app = await startReceiver(source);
    source.edit('new');
    const { headers, body } = source.announce();
    expect(await app.deliver(source.announce(secretOfOthers))).toBe(401);
    expect(await app.deliver(source.announceElsewhere())).toBe(isElsewhereGenuine ? 200 : 401);
    if (hasBody) {
      expect(await app.deliver({ headers, body: body.subarray(0, -5) })).toBe(401);
      expect(await app.deliver(source.sign(new TextDecoder().decode(body).slice(0, -5)))).toBe(400);
    }
    expect(await app.deliver(source.sign('not JSON'))).toBe(hasBody ? 400 : 401);
    expect(await app.deliver(source.sign(' '.repeat(10_000_000)))).toBe(413);
    await app.clock.advance(1000);
    expect(await app.refreshed()).toEqual([]);
    expect([await app.read('touched'), app.takePaths()]).toEqual(['old', []]);
  });

  it('of which 1,000 arrive at the same time cost one refresh immediately and one after the debounce', async () => {
    await using source = await start();
    await using app = await startReceiver(source);
    source.edit('new');
    await app.deliver(source.announce());
    await app.refreshed();
    const pathsOfOne = app.takePaths().length;
    await app.clock.advance(1000);
    source.edit('newer');
    const deliverAndRead = async () => [await app.deliver(source.announce()), await app.read('touched')];
    const results = await Promise.all(Array.from({ length: 1000 }, deliverAndRead));
    expect([202, 'new', 'newer']).toEqual(expect.arrayContaining([...new Set(results.flat())]));
    expect(await app.refreshed()).toHaveLength(1);
    await app.clock.advance(100);
    expect(await app.refreshed()).toHaveLength(1);
    await app.clock.advance(1000);
    expect(await app.refreshed()).toEqual([]);
    expect(await app.read('touched')).toBe('newer');
    expect(app.takePaths().length).toBeLessThanOrEqual(2 * pathsOfOne);
  });
});
