import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FakeRepository } from '../fake-repository.ts';
import type { Commit } from '../git/commit.ts';
import type { TreeEntry } from '../git/tree.ts';
import { damageArchive } from './damage-archive.ts';
import { encodeEntry, encodePaxRecords, type TarEntry } from './tar-entry.ts';

const compress = promisify(gzip);

/** Creates the tarball of a commit as `git archive` and GitHub do: everything is below `owner-name-<short sha>/`. */
export async function createTarball(repository: FakeRepository, commit: Commit): Promise<Uint8Array> {
  const { archiveDamage } = repository;
  const folder = `${repository.fullName.replace('/', '-')}-${commit.sha.slice(0, 7)}/`;
  const entries = [...listEntries(repository, commit, folder)];
  const end = Buffer.alloc(1024);
  if (archiveDamage !== undefined) return damageArchive(archiveDamage, entries, folder);
  return compress(Buffer.concat([...entries.flatMap(encodeEntry), end]), { level: 6 });
}

function* listEntries(
  { store }: FakeRepository,
  { sha, tree, epochSeconds }: Commit,
  folder: string,
): Generator<TarEntry> {
  yield { name: 'pax_global_header', type: 'global pax', bytes: encodePaxRecords({ comment: sha }), epochSeconds };
  yield { name: folder, type: 'folder', epochSeconds };
  for (const [path, entry] of store.walk(tree)) {
    yield { name: `${folder}${path}${isFolder(entry) ? '/' : ''}`, epochSeconds, ...toContent(entry) };
  }

  function toContent(entry: TreeEntry): Omit<TarEntry, 'name' | 'epochSeconds'> {
    // A submodule is an empty folder in an archive.
    if (isFolder(entry)) return { type: 'folder' };
    const bytes = store.blob(entry.sha) ?? new Uint8Array();
    if (entry.mode === '120000') return { type: 'symlink', target: Buffer.from(bytes).toString() };
    return { type: 'file', bytes, executable: entry.mode === '100755' };
  }
}

const isFolder = ({ mode }: TreeEntry) => mode === '040000' || mode === '160000';
