import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGzip, gzip } from 'node:zlib';
import { encodeEntry, type TarEntry } from './tar-entry.ts';

/** A way in which an archive is damaged. */
export type ArchiveDamage =
  /** It ends in the middle, although its HTTP response is complete. */
  | { readonly kind: 'truncated' }
  /** It starts with a file of this many megabytes of zeros, which compress to a thousandth. */
  | { readonly kind: 'bomb'; readonly megabytes: number }
  /** It starts with files of exactly these names, such as `../evil` or `/etc/evil`. */
  | { readonly kind: 'names'; readonly names: readonly string[] };

const megabyteBytes = 1024 * 1024;

/**
 * Creates a damaged archive.
 * @param entries The global header, then the entries.
 * @param folder The top folder, with which all names begin.
 */
export async function damageArchive(
  damage: ArchiveDamage,
  [globalHeader, ...entries]: readonly TarEntry[],
  folder: string,
): Promise<Uint8Array> {
  const start = globalHeader === undefined ? [] : encodeEntry(globalHeader);
  const rest = [...entries.flatMap(encodeEntry), Buffer.alloc(1024)];
  if (damage.kind === 'truncated') {
    const archive = await promisify(gzip)(Buffer.concat([...start, ...rest]));
    return archive.subarray(0, Math.floor(archive.length / 2));
  }
  if (damage.kind === 'names') {
    const evil = damage.names.flatMap((name) =>
      encodeEntry({ name, type: 'file', bytes: Buffer.from('evil\n'), epochSeconds: 0 }),
    );
    return promisify(gzip)(Buffer.concat([...start, ...evil, ...rest]));
  }
  const zeros = Buffer.alloc(megabyteBytes);
  // Only the header: the content is generated while it is compressed.
  const [header = zeros] = encodeEntry({
    name: `${folder}bomb.md`,
    type: 'file',
    bytes: allocateUntouched(damage.megabytes),
    epochSeconds: 0,
  });
  const content = Array.from({ length: damage.megabytes }, () => zeros);
  return Buffer.concat(
    await Readable.from([...start, header, ...content, ...rest])
      .pipe(createGzip())
      .toArray(),
  );
}

/** Only the length of these bytes is read, so the system never provides memory for them. */
const allocateUntouched = (megabytes: number) => new Uint8Array(megabytes * megabyteBytes);
