/** One entry of a tar archive. */
export interface TarEntry {
  readonly name: string;
  readonly type: 'file' | 'folder' | 'symlink' | 'pax' | 'global pax';
  readonly executable?: boolean;
  readonly target?: string;
  readonly bytes?: Uint8Array;
  /** In seconds since 1970. */
  readonly seconds: number;
}

const flags = { file: '0', folder: '5', symlink: '2', pax: 'x', 'global pax': 'g' };
const empty = new Uint8Array();

/** The bytes of an entry: header and content, in blocks of 512. Names ustar has no room for go into a pax header. */
export function tarEntry(entry: TarEntry): Uint8Array[] {
  const { name, target = '', bytes = empty } = entry;
  const records = {
    ...(needsPax(name) && { path: name }),
    ...(needsPax(target) && { linkpath: target }),
  };
  const content = [header(entry), bytes, Buffer.alloc(-bytes.length & 511)];
  if (Object.keys(records).length === 0) return content;
  const pax = { name: 'pax_header', type: 'pax', bytes: paxRecords(records), seconds: entry.seconds } as const;
  return [...tarEntry(pax), ...content];
}

/** Records of a pax header: `length key=value\n`, where the length counts itself. */
export function paxRecords(records: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(records).map(([key, value]) => {
    const rest = Buffer.byteLength(` ${key}=${value}\n`);
    let length = rest + String(rest).length;
    length = rest + String(length).length;
    return `${length} ${key}=${value}\n`;
  });
  return Buffer.from(lines.join(''));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: anything but ASCII needs a pax header
const needsPax = (text: string) => text.length > 100 || /[^\x00-\x7f]/.test(text);

function header({ name, type, executable = false, target = '', bytes = empty, seconds }: TarEntry): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.write(name.slice(0, 100), 0, 100);
  octal(type === 'folder' || executable ? 0o775 : type === 'symlink' ? 0o777 : 0o664, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(bytes.length, 124, 12);
  octal(seconds, 136, 12);
  block.write('        ', 148);
  block.write(flags[type], 156);
  block.write(target.slice(0, 100), 157, 100);
  block.write('ustar\x0000root', 257);
  block.write('root', 297);
  octal(0, 329, 8);
  octal(0, 337, 8);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
