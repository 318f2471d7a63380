import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FakeRepository } from '../fake-repository.ts';
import type { Commit } from '../git/commit.ts';
import type { TreeEntry } from '../git/tree.ts';
import { damageArchive } from './damage-archive.ts';
import { paxRecords, type TarEntry, tarEntry } from './tar-entry.ts';

const compress = promisify(gzip);

/** The tarball of a commit, as `git archive` and GitHub make it: everything below `owner-name-<short sha>/`. */
export async function createTarball(repository: FakeRepository, commit: Commit): Promise<Uint8Array> {
  const { archiveDamage } = repository;
  const folder = `${repository.fullName.replace('/', '-')}-${commit.sha.slice(0, 7)}/`;
  const entries = [...entriesOf(repository, commit, folder)];
  const end = Buffer.alloc(1024);
  if (archiveDamage !== undefined) return damageArchive(archiveDamage, entries, folder);
  return compress(Buffer.concat([...entries.flatMap(tarEntry), end]), { level: 6 });
}

function* entriesOf({ store }: FakeRepository, { sha, tree, seconds }: Commit, folder: string): Generator<TarEntry> {
  yield { name: 'pax_global_header', type: 'global pax', bytes: paxRecords({ comment: sha }), seconds };
  yield { name: folder, type: 'folder', seconds };
  for (const [path, entry] of store.walk(tree)) {
    yield { name: `${folder}${path}${isFolder(entry) ? '/' : ''}`, seconds, ...contentOf(entry) };
  }

  function contentOf(entry: TreeEntry): Omit<TarEntry, 'name' | 'seconds'> {
    // Of a submodule an archive has the empty folder.
    if (isFolder(entry)) return { type: 'folder' };
    const bytes = store.blob(entry.sha) ?? new Uint8Array();
    if (entry.mode === '120000') return { type: 'symlink', target: Buffer.from(bytes).toString() };
    return { type: 'file', bytes, executable: entry.mode === '100755' };
  }
}

const isFolder = ({ mode }: TreeEntry) => mode === '040000' || mode === '160000';
