import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, rm, symlink, truncate } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Folder, makeFolder } from '../test-support/folder.ts';
import { type AnyProvider, createPrompts, fileProvider, type Prompts } from './index.ts';

let folder: Folder;
const open: Prompts[] = [];
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(async () => {
  for (const prompts of open.splice(0)) await prompts.close();
  await folder[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
});

async function serve(file: string, options: { root?: string | URL } & Record<string, unknown> = {}): Promise<Prompts> {
  const { root = folder.path, ...entry } = options;
  const prompts: Prompts = await createPrompts({ systemPrompts: { it: { file, ...entry } }, root });
  open.push(prompts);
  return prompts;
}

const read = async (file: string) => (await serve(file)).get('it');

describe('a file', () => {
  it('is read byte for byte, including CRLF and front matter, but without a byte order mark', async () => {
    const text = '---\r\ntitle: A\r\n---\r\nGrüße 👩‍💻 {{name}}\r\n\n \t';
    await folder.write('prompts/a.md', `\uFEFF${text}`);
    const prompt = await read('./prompts/a.md');
    expect(prompt).toMatchObject({ content: text, provider: 'file', state: 'fresh', variables: ['name'] });
    expect(prompt.uri).toBe(pathToFileURL(folder.at('prompts/a.md')).href);
    expect(prompt.metadata.updatedAt).toMatch(/^\d{4}-.*Z$/);
    expect(prompt.version).toBe(prompt.hash);
  });

  it.each(['\uFEFFtext', ''])('is kept byte for byte by a provider of the app: %j', async (text) => {
    await folder.write('a.md', text);
    const load = async () => ({ content: text });
    const files: AnyProvider = { ...fileProvider({ root: '/' }), capabilities: { verbatim: true }, load };
    const prompts = await createPrompts({ systemPrompts: { it: { file: folder.at('a.md') } }, providers: [files] });
    open.push(prompts);
    expect(await prompts.get('it')).toMatchObject({ content: text, provider: 'file' });
  });

  it('may look like a web page, because it belongs to the app', async () => {
    await folder.write('page.md', '<!doctype html>');
    expect((await read('page.md')).content).toBe('<!doctype html>');
  });

  it.each(['', ' \n\t', '\uFEFF'])('is not replaced by the empty text %j', async (empty) => {
    await folder.write('a.md', 'text');
    const prompts = await serve('a.md');
    expect((await prompts.get('it')).content).toBe('text');
    await folder.write('a.md', empty);
    const { failed } = await prompts.refresh('it');
    expect(failed).toEqual([{ name: 'it', error: expect.objectContaining({ code: 'CONTENT_INVALID' }) }]);
    expect((await prompts.get('it')).content).toBe('text');
  });

  it('has its front matter parsed if the entry sets frontMatter', async () => {
    await folder.write('a.md', '---\ntitle: A\n---\nText');
    const prompts = await serve('a.md', { frontMatter: true, metadata: { team: 'b' } });
    expect(await prompts.get('it')).toMatchObject({ content: 'Text', metadata: { title: 'A', team: 'b' } });
  });

  it('is found from a root that is a path or a URL, and by an absolute path inside it', async () => {
    await folder.write('sub/a.md', 'text');
    const url = pathToFileURL(folder.at('sub'));
    const module = pathToFileURL(folder.at('sub/a.md'));
    const roots = [folder.at('sub'), `${folder.at('sub')}/`, folder.at('sub/a.md'), url, url.href, module, module.href];
    for (const root of roots) {
      expect((await (await serve('a.md', { root })).get('it')).content).toBe('text');
    }
    expect((await read(folder.at('sub/a.md'))).content).toBe('text');
    expect((await read('other/../sub/a.md')).content).toBe('text');
  });

  it.each(['', 'a\0', 'file://host/a', 'file:///a%2Fb', new URL('https://a.example'), 1])(
    'is not found from the root %j, which is rejected',
    async (root) => {
      const options = { systemPrompts: { it: 'text' }, root };
      await expect(createPrompts(options as never)).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        issues: [{ path: 'root' }],
      });
    },
  );

  it('may have a name that begins with dots', async () => {
    await folder.write('..drafts/...a.md', 'text');
    expect((await read('..drafts/...a.md')).content).toBe('text');
  });

  it('may be reached by a symbolic link that stays inside', async () => {
    await folder.write('a.md', 'text');
    await symlink('a.md', folder.at('link.md'));
    expect((await read('link.md')).content).toBe('text');
  });
});

describe('a path is rejected at start', () => {
  it.each([
    ['if it is outside the root', '../a.md', 'root'],
    ['if it is absolute and outside the root', '/etc/passwd', 'root'],
    ['if it leaves the root on the way', 'sub/../../a.md', 'root'],
    ['if it is the root', '.', 'root'],
    ['if it contains NUL', 'a\0.md', 'NUL'],
  ])('%s', async (_, file, message) => {
    await expect(serve(file)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      issues: [{ path: 'systemPrompts.it.file', message: expect.stringContaining(message) }],
    });
  });
});

describe('a file is rejected when it is read', () => {
  const expectRejection = async (file: string, code: string, message: string) =>
    expect(read(file)).rejects.toMatchObject({
      code,
      prompt: 'it',
      provider: 'file',
      message: expect.stringContaining(message),
    });

  it('if it does not exist', async () => {
    await folder.write('a.md', 'text');
    await expectRejection('missing.md', 'NOT_FOUND', "'missing.md'");
    await expectRejection('a.md/b.md', 'NOT_FOUND', "'a.md/b.md'");
    await symlink('nowhere.md', folder.at('dangling.md'));
    await expectRejection('dangling.md', 'NOT_FOUND', "'dangling.md'");
  });

  it('if it or its folder is a symbolic link to a place outside the root', async () => {
    await using outside = await makeFolder();
    await outside.write('a.md', 'outside');
    await symlink(outside.at('a.md'), folder.at('a.md'));
    await symlink(outside.path, folder.at('sub'));
    await expectRejection('a.md', 'CONFIG_INVALID', 'is a link to a file outside the root');
    await expectRejection('sub/a.md', 'CONFIG_INVALID', 'is a link to a file outside the root');
  });

  it('if it is a directory', async () => {
    await mkdir(folder.at('sub'));
    await expectRejection('sub', 'CONFIG_INVALID', 'directory');
  });

  it('if it is larger than cache.maxBytes', async () => {
    await folder.write('large.md', 'x'.repeat(2 * 1024 * 1024));
    await expectRejection('large.md', 'CONTENT_INVALID', 'cache.maxBytes');
    const prompts = await serve('large.md', { cache: { maxBytes: 2 * 1024 * 1024 } });
    expect((await prompts.get('it')).content).toHaveLength(2 * 1024 * 1024);
  });

  it('if it is far too large, without being read', async () => {
    await folder.write('huge.md', 'x');
    await truncate(folder.at('huge.md'), 8 * 1024 ** 3);
    await expectRejection('huge.md', 'CONTENT_INVALID', 'larger than');
  });

  it.each([
    ['Latin-1', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'UTF-8'],
    ['UTF-16', Buffer.from('\uFEFFtext', 'utf16le'), 'UTF-8'],
    ['cut within a character', Buffer.from('é').subarray(0, 1), 'UTF-8'],
    ['binary', Buffer.from('a\0b'), 'binary'],
  ])('if it is %s', async (_, bytes, message) => {
    await folder.write('a.md', bytes);
    await expectRejection('a.md', 'CONTENT_INVALID', message);
  });

  it('if it is a symbolic link to itself', async () => {
    await symlink('loop.md', folder.at('loop.md'));
    await expectRejection('loop.md', 'CONFIG_INVALID', 'too many symbolic links');
  });

  it('if it is a named pipe, without waiting for a writer', async (context) => {
    if (process.platform === 'win32') return context.skip('Windows has no named pipes in folders');
    execFileSync('mkfifo', [folder.at('pipe.md')]);
    await expectRejection('pipe.md', 'CONFIG_INVALID', 'is not a regular file');
  });

  it('if it is a socket', async (context) => {
    if (process.platform === 'win32') return context.skip('Windows has no sockets in folders');
    // Relative to its folder: the path of a socket is limited to 107 bytes. A killed process leaves the socket behind.
    const listen = "net.createServer().listen('socket.md', () => process.kill(process.pid, 'SIGKILL'))";
    await once(spawn(process.execPath, ['-e', listen], { cwd: folder.path }), 'exit');
    await expectRejection('socket.md', 'CONFIG_INVALID', 'is not a regular file');
  });
});

describe('during development', () => {
  const waitForChange = (prompts: Prompts, content: string) =>
    new Promise<void>((resolve) => {
      prompts.on('change', ({ prompt }) => {
        if (prompt.content === content) resolve();
      });
    });

  /** One save may be reported several times: after the last report, the file is read once more. */
  const untilFresh = (prompts: Prompts) => expect.poll(() => prompts.peek('it')?.state).toBe('fresh');

  it('a file is reloaded when it changes', async () => {
    await folder.write('a.md', 'one');
    const prompts = await serve('a.md');
    expect((await prompts.get('it')).content).toBe('one');
    const changed = waitForChange(prompts, 'two');
    await folder.write('a.md', 'two');
    await changed;
    expect(prompts.peek('it')?.content).toBe('two');
    await untilFresh(prompts);
  });

  it('a file is reloaded when another one is renamed to it', async () => {
    await folder.write('a.md', 'one');
    const prompts = await serve('a.md');
    await prompts.get('it');
    for (const text of ['two', 'three']) {
      const changed = waitForChange(prompts, text);
      await folder.write('a.md.tmp', text);
      await rename(folder.at('a.md.tmp'), folder.at('a.md'));
      await changed;
    }
    expect(prompts.peek('it')?.content).toBe('three');
  });

  it('a deleted file is served as stale, and reloaded when it exists again', async () => {
    await folder.write('a.md', 'one');
    const prompts = await serve('a.md');
    await prompts.get('it');
    const failed = new Promise<string>((resolve) => prompts.on('error', ({ error }) => resolve(error.code)));
    await rm(folder.at('a.md'));
    expect(await failed).toBe('NOT_FOUND');
    expect(prompts.peek('it')).toMatchObject({ content: 'one', state: 'stale' });
    const recovered = new Promise<void>((resolve) => prompts.on('recovered', () => resolve()));
    await folder.write('a.md', 'one');
    await recovered;
    expect(prompts.peek('it')?.content).toBe('one');
    await untilFresh(prompts);
  });

  it('a file that is just being saved is not served as empty', async () => {
    await folder.write('a.md', 'one');
    await folder.write('b.md', 'one');
    const prompts = await createPrompts({
      systemPrompts: { it: { file: 'a.md' }, other: { file: 'b.md' } },
      root: folder.path,
    });
    open.push(prompts as Prompts);
    await Promise.all([prompts.get('it'), prompts.get('other')]);
    const seen: string[] = [];
    prompts.on('change', ({ name, prompt }) => name === 'it' && seen.push(prompt.content));
    await truncate(folder.at('a.md'));
    // Events of one folder arrive in order: once this one has arrived, the one before has been handled.
    const later = waitForChange(prompts as Prompts, 'later');
    await folder.write('b.md', 'later');
    await later;
    const saved = waitForChange(prompts as Prompts, 'two');
    await folder.write('a.md', 'two');
    await saved;
    expect(seen).toEqual(['two']);
  });

  it('a file that is created later is loaded', async () => {
    await folder.write('b.md', 'other');
    const prompts = await serve('a.md');
    await expect(prompts.get('it')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const arrived = waitForChange(prompts, 'here');
    await folder.write('a.md', 'here');
    await arrived;
    expect((await prompts.get('it')).content).toBe('here');
  });

  it('nothing is watched after close', async (context) => {
    if (process.platform !== 'linux') return context.skip('only Linux shows what a process watches');
    await folder.write('a.md', 'one');
    const before = await countWatchedFolders();
    const prompts = await serve('a.md');
    expect(await countWatchedFolders()).toBe(before + 1);
    await prompts.close();
    expect(await countWatchedFolders()).toBe(before);
  });
});

it('nothing is watched in production, unless watchFiles is set', async (context) => {
  if (process.platform !== 'linux') return context.skip('only Linux shows what a process watches');
  vi.stubEnv('NODE_ENV', 'production');
  await folder.write('a.md', 'one');
  const before = await countWatchedFolders();
  const prompts = await serve('a.md');
  await prompts.get('it');
  expect(await countWatchedFolders()).toBe(before);
  await folder.write('a.md', 'two');
  expect(prompts.peek('it')?.content).toBe('one');
  expect((await prompts.refresh('it')).changed).toEqual(['it']);
  open.push(await createPrompts({ systemPrompts: { it: { file: 'a.md' } }, root: folder.path, watchFiles: true }));
  expect(await countWatchedFolders()).toBe(before + 1);
});

/** Counts the folders that this process watches with inotify. */
async function countWatchedFolders(): Promise<number> {
  const descriptors = await readdir('/proc/self/fdinfo');
  const texts = descriptors.map((name) => readFile(`/proc/self/fdinfo/${name}`, 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('').split('inotify wd:').length - 1;
}
