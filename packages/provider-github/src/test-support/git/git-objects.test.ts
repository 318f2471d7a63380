import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FakeRepository } from '../fake-repository.ts';
import { hashObject } from './hash-object.ts';
import { history } from './history.ts';
import { hashTree, sortTree } from './tree.ts';

const repository = () => new FakeRepository(1, 'company/ai-prompts', () => 1_700_000_000_000, {});
const hasGit = spawnSync('git', ['--version']).status === 0;

test('objects have the names git gives them', () => {
  expect(hashObject('blob', Buffer.from('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  expect(hashTree(sortTree([]))).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
});

test('git itself makes the same tree and the same commit', (context) => {
  if (!hasGit) return context.skip('no git here');
  const folder = mkdtempSync(join(tmpdir(), 'fake-github-'));
  const who = {
    GIT_AUTHOR_NAME: 'Ada Lovelace',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: '1700000000 +0000',
  };
  const env = Object.entries(who).flatMap(([key, value]) => [
    [key, value],
    [key.replace('AUTHOR', 'COMMITTER'), value],
  ]);
  const git = (input: string, ...args: string[]) =>
    execFileSync('git', args, { cwd: folder, input, env: { ...process.env, ...Object.fromEntries(env) } })
      .toString()
      .trim();
  const files = { 'a.md': 'one', 'a/b c.md': 'two', 'a-b/é.md': 'three', 'a.b/x': 'four' };
  const ours = repository();
  const sha = ours.commit(
    { ...files, run: { executable: true, content: '#!' }, link: { symlink: 'a.md' } },
    { message: 'First\n' },
  );
  try {
    git('', 'init', '--quiet');
    const stage = (mode: string, path: string, content: string) =>
      git(
        '',
        'update-index',
        '--add',
        '--cacheinfo',
        `${mode},${git(content, 'hash-object', '-w', '--stdin')},${path}`,
      );
    for (const [path, content] of Object.entries(files)) stage('100644', path, content);
    stage('100755', 'run', '#!');
    stage('120000', 'link', 'a.md');
    const tree = git('', 'write-tree');
    expect(ours.find(sha)?.tree).toBe(tree);
    expect(git('First\n', 'commit-tree', tree)).toBe(sha);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the history of a path holds the commits that changed it', () => {
  const ours = repository();
  const added = ours.commit({ 'a/x.md': '1', 'b.md': '1' });
  ours.commit({ 'b.md': '2' });
  const edited = ours.commit({ 'a/x.md': '2' });
  const removed = ours.commit({ 'a/x.md': null });
  const shas = (path: string) => Array.from(history(ours.store, removed, path), ({ sha }) => sha);
  expect(shas('a/x.md')).toEqual([removed, edited, added]);
  expect(shas('a')).toEqual([removed, edited, added]);
  expect(shas('')).toHaveLength(4);
  expect(shas('nothing')).toEqual([]);
  expect(ours.store.at(ours.find(removed)?.tree ?? '', 'a')).toBeUndefined();
});

test('names find commits', () => {
  const ours = repository();
  const first = ours.commit({ a: '1' });
  const second = ours.commit({ a: '2' });
  ours.branch('feature/x', first);
  ours.tag('v1', first, { annotated: true });
  for (const name of ['feature/x', 'heads/feature/x', 'v1', 'tags/v1', first.slice(0, 7), first])
    expect(ours.find(name)?.sha).toBe(first);
  for (const name of ['HEAD', 'main', 'refs/heads/main']) expect(ours.find(name)?.sha).toBe(second);
  expect(ours.find('nothing')).toBeUndefined();
});
