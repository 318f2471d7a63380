import { expect, it } from 'vitest';
import { blobSha } from './blob-sha.ts';
import { decodeText } from './decode-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

it('gives a text as it is, byte order mark and line ends included', () => {
  expect(decodeText(bytes('\uFEFFA\r\nB\n'), 'it')).toBe('\uFEFFA\r\nB\n');
});

it('refuses what is no UTF-8', () => {
  expect(() => decodeText(Uint8Array.of(0xff, 0xfe, 0x41, 0), "'logo.png'")).toThrow(/^'logo.png' is no UTF-8/);
});

it('refuses a pointer of Git LFS, saying so', () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;
  expect(() => decodeText(bytes(pointer), "'long.md'")).toThrow(
    expect.objectContaining({ code: 'CONTENT_INVALID', message: expect.stringContaining('Git LFS pointer') }),
  );
});

it('knows the ids that git gives', () => {
  expect(blobSha(bytes('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  expect(blobSha(bytes(''))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
});
