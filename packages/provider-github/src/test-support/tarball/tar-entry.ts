/** An entry of a tar archive. */
export interface TarEntry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'symlink' | 'pax' | 'global pax';
  readonly executable?: boolean;
  /** The target of a symlink. */
  readonly target?: string;
  readonly bytes?: Uint8Array;
  /** The modification time. */
  readonly epochSeconds: number;
}

const typeFlags = { file: '0', folder: '5', symlink: '2', pax: 'x', 'global pax': 'g' };
const empty = new Uint8Array();

/** Encodes an entry: header and content, in blocks of 512 bytes. Names that do not fit into ustar get a pax header. */
export function encodeEntry(entry: TarEntry): Uint8Array[] {
  const { name, target = '', bytes = empty } = entry;
  const records = {
    ...(needsPax(name) && { path: name }),
    ...(needsPax(target) && { linkpath: target }),
  };
  const blocks = [encodeHeader(entry), bytes, Buffer.alloc(-bytes.length & 511)];
  if (Object.keys(records).length === 0) return blocks;
  const pax = {
    name: 'pax_header',
    type: 'pax',
    bytes: encodePaxRecords(records),
    epochSeconds: entry.epochSeconds,
  } as const;
  return [...encodeEntry(pax), ...blocks];
}

/** Encodes the records of a pax header: `length key=value\n`, where the length includes itself. */
export function encodePaxRecords(records: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(records).map(([key, value]) => {
    const restLength = Buffer.byteLength(` ${key}=${value}\n`);
    let length = restLength + String(restLength).length;
    length = restLength + String(length).length;
    return `${length} ${key}=${value}\n`;
  });
  return Buffer.from(lines.join(''));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: names that are not ASCII need a pax header
const needsPax = (text: string) => text.length > 100 || /[^\x00-\x7f]/.test(text);

function encodeHeader({ name, type, executable = false, target = '', bytes = empty, epochSeconds }: TarEntry): Buffer {
  const block = Buffer.alloc(512);
  const writeOctal = (value: number, offset: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, offset, 'latin1');
  block.write(name.slice(0, 100), 0, 100);
  writeOctal(type === 'folder' || executable ? 0o775 : type === 'symlink' ? 0o777 : 0o664, 100, 8);
  writeOctal(0, 108, 8);
  writeOctal(0, 116, 8);
  writeOctal(bytes.length, 124, 12);
  writeOctal(epochSeconds, 136, 12);
  block.write('        ', 148);
  block.write(typeFlags[type], 156);
  block.write(target.slice(0, 100), 157, 100);
  block.write('ustar\x0000root', 257);
  block.write('root', 297);
  writeOctal(0, 329, 8);
  writeOctal(0, 337, 8);
  const checksum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
