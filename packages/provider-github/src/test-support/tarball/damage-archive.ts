import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import { type TarEntry, tarEntry } from './tar-entry.ts';

/** What can be wrong with an archive. */
export type ArchiveDamage =
  /** It breaks off in the middle, though its HTTP answer is whole. */
  | { readonly kind: 'truncated' }
  /** A file of this many megabytes of zeros comes first; on the wire a thousandth of it. */
  | { readonly kind: 'bomb'; readonly megabytes: number }
  /** Files with these very names come first, such as `../evil` or `/etc/evil`. */
  | { readonly kind: 'names'; readonly names: readonly string[] };

const megabyte = 1024 * 1024;

/** The archive of entries, spoiled. Names begin with `folder`, which the global header comes before. */
export async function damageArchive(
  how: ArchiveDamage,
  [global, ...entries]: readonly TarEntry[],
  folder: string,
): Promise<Uint8Array> {
  const first = global === undefined ? [] : tarEntry(global);
  const rest = [...entries.flatMap(tarEntry), Buffer.alloc(1024)];
  if (how.kind === 'truncated') {
    const whole = await promisify(gzip)(Buffer.concat([...first, ...rest]));
    return whole.subarray(0, Math.floor(whole.length / 2));
  }
  if (how.kind === 'names') {
    const evil = how.names.flatMap((name) =>
      tarEntry({ name, type: 'file', bytes: Buffer.from('evil\n'), seconds: 0 }),
    );
    return promisify(gzip)(Buffer.concat([...first, ...evil, ...rest]));
  }
  const zeros = Buffer.alloc(megabyte);
  // The header alone of a file whose content is made as it is compressed.
  const [header = zeros] = tarEntry({
    name: `${folder}bomb.md`,
    type: 'file',
    bytes: sized(how.megabytes),
    seconds: 0,
  });
  const content = Array.from({ length: how.megabytes }, () => zeros);
  return Buffer.concat(
    await Readable.from([...first, header, ...content, ...rest])
      .pipe(createGzip())
      .toArray(),
  );
}

/** Bytes of which only the length is ever asked; the system gives memory for them on the first touch, so never. */
const sized = (megabytes: number) => new Uint8Array(megabytes * megabyte);
