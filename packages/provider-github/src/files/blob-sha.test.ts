import { expect, it } from 'vitest';
import { blobSha } from './blob-sha.ts';

it('computes the ids that git computes', () => {
  expect(blobSha(Buffer.from('hello\n'))).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  expect(blobSha(Buffer.from(''))).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
});
