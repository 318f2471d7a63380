import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeFolder } from '../../test-support/folder.ts';
import { withLock } from './file-lock.ts';

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

/** Makes `link` fail as a file system without hard links does. */
function forbidLinks(code: string): void {
  vi.spyOn(fs, 'link').mockRejectedValue(Object.assign(new Error(code), { code }));
  syncBuiltinESMExports();
}

describe('a lock', () => {
  it.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])(
    'works on a file system that answers %s to link',
    async (code) => {
      forbidLinks(code);
      await using folder = await makeFolder();
      const events: string[] = [];
      const work = (name: string) => async () => {
        events.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        events.push(`${name} ends`);
      };
      await Promise.all(['a', 'b'].map((name) => withLock(folder.at('file'), work(name))));
      const [first] = events;
      const names = first === 'a begins' ? ['a', 'b'] : ['b', 'a'];
      expect(events).toEqual(names.flatMap((name) => [`${name} begins`, `${name} ends`]));
      expect(await fs.readdir(folder.path)).toEqual([]);
    },
  );

  it('rejects if the folder is not writable', async () => {
    forbidLinks('EROFS');
    await using folder = await makeFolder();
    await expect(withLock(folder.at('file'), async () => {})).rejects.toMatchObject({ code: 'EROFS' });
  });
});
