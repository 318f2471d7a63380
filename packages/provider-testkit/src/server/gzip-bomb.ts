import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';

const decodedMegabytes = 100;
let bomb: Promise<Buffer> | undefined;

/** About 100 KB of gzip that decode to 100 MB; made once, without holding what it decodes to. */
export function gzipBomb(): Promise<Buffer> {
  bomb ??= pack();
  return bomb;
}

async function pack(): Promise<Buffer> {
  const megabyte = Buffer.alloc(1024 * 1024, 'a');
  const decoded = Readable.from(Array.from({ length: decodedMegabytes }, () => megabyte));
  return Buffer.concat(await decoded.pipe(createGzip()).toArray());
}
