import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FakeRepository } from '../fake-repository.ts';
import { hashObject } from './hash-object.ts';
import { listHistory } from './history.ts';
import { hashTree, sortTree } from './tree.ts';

const createRepository = () => new FakeRepository(1, 'company/ai-prompts', () => 1_700_000_000_000, {});
const hasGit = spawnSync('git', ['--version']).status === 0;

test('objects have the ids that git computes', () => {
  expect(hashObject('blob', Buffer.from('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  expect(hashTree(sortTree([]))).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
});

test('trees and commits have the ids that git computes', (context) => {
  if (!hasGit) return context.skip('git is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'fake-github-'));
  const author = {
    GIT_AUTHOR_NAME: 'Ada Lovelace',
    GIT_AUTHOR_EMAIL: 'ada@example.com',
    GIT_AUTHOR_DATE: '1700000000 +0000',
  };
  const env = Object.entries(author).flatMap(([key, value]) => [
    [key, value],
    [key.replace('AUTHOR', 'COMMITTER'), value],
  ]);
  const git = (input: string, ...args: string[]) =>
    execFileSync('git', args, { cwd: folder, input, env: { ...process.env, ...Object.fromEntries(env) } })
      .toString()
      .trim();
  const files = { 'a.md': 'one', 'a/b c.md': 'two', 'a-b/é.md': 'three', 'a.b/x': 'four' };
  const created = createRepository();
  const sha = created.commit(
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
    expect(created.find(sha)?.tree).toBe(tree);
    expect(git('First\n', 'commit-tree', tree)).toBe(sha);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the history of a path lists the commits that changed it', () => {
  const created = createRepository();
  const added = created.commit({ 'a/x.md': '1', 'b.md': '1' });
  created.commit({ 'b.md': '2' });
  const edited = created.commit({ 'a/x.md': '2' });
  const removed = created.commit({ 'a/x.md': null });
  const shas = (path: string) => Array.from(listHistory(created.store, removed, path), ({ sha }) => sha);
  expect(shas('a/x.md')).toEqual([removed, edited, added]);
  expect(shas('a')).toEqual([removed, edited, added]);
  expect(shas('')).toHaveLength(4);
  expect(shas('nothing')).toEqual([]);
  expect(created.store.findEntry(created.find(removed)?.tree ?? '', 'a')).toBeUndefined();
});

test('commits are found by name', () => {
  const created = createRepository();
  const first = created.commit({ a: '1' });
  const second = created.commit({ a: '2' });
  created.branch('feature/x', first);
  created.tag('v1', first, { annotated: true });
  for (const name of ['feature/x', 'heads/feature/x', 'v1', 'tags/v1', first.slice(0, 7), first])
    expect(created.find(name)?.sha).toBe(first);
  for (const name of ['HEAD', 'main', 'refs/heads/main']) expect(created.find(name)?.sha).toBe(second);
  expect(created.find('nothing')).toBeUndefined();
});
