import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('decodeText', () => {
  it('keeps a byte order mark and line ends', () => {
    expect(decodeText(encode('\uFEFFA\r\nB\n'), 'it')).toBe('\uFEFFA\r\nB\n');
  });

  it('refuses bytes that are not UTF-8', () => {
    expect(() => decodeText(Uint8Array.of(0xff, 0xfe, 0x41, 0), "'logo.png'")).toThrow(/^'logo.png' is not UTF-8/);
  });

  it('refuses a Git LFS pointer', () => {
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`;
    expect(() => decodeText(encode(pointer), "'long.md'")).toThrow(
      expect.objectContaining({ code: 'CONTENT_INVALID', message: expect.stringContaining('Git LFS pointer') }),
    );
  });
});
