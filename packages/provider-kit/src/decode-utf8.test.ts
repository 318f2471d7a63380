import { expect, it } from 'vitest';
import { decodeUtf8 } from './decode-utf8.ts';

it('keeps byte order mark and line endings', () => {
  const text = '\uFEFFGrüße 漢字\r\n';
  expect(decodeUtf8(new TextEncoder().encode(text))).toBe(text);
  expect(decodeUtf8(new ArrayBuffer(0))).toBe('');
});

it('returns undefined for bytes that are not UTF-8', () => {
  expect(decodeUtf8(Uint8Array.of(0x41, 0xff, 0xfe))).toBeUndefined();
});
