import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

const decodedMegabytes = 100;
let bomb: Promise<Buffer> | undefined;

/** Returns about 100 KB of gzip that decode to 100 MB. Creates it once, in a stream. */
export function gzipBomb(): Promise<Buffer> {
  bomb ??= compress();
  return bomb;
}

async function compress(): Promise<Buffer> {
  const megabyte = Buffer.alloc(1024 * 1024, 'a');
  const decoded = Readable.from(Array.from({ length: decodedMegabytes }, () => megabyte));
  return Buffer.concat(await decoded.pipe(createGzip()).toArray());
}
