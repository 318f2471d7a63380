import { PromptError } from '@prompts/core';
import { decodeUtf8 } from '@prompts/provider-kit';

/** How every file of Git LFS begins: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const lfsPointer = 'version https://git-lfs.github.com/spec/v1\n';

/**
 * The text of a file, byte order mark included.
 * @param what Named in errors.
 * @throws `CONTENT_INVALID` for anything that isn't UTF-8, and for a pointer of Git LFS.
 */
export function decodeText(bytes: Uint8Array, what: string): string {
  const fail = (fault: string) => new PromptError('CONTENT_INVALID', `${what} ${fault}`, { provider: 'github' });
  const text = decodeUtf8(bytes);
  if (text === undefined) throw fail('is no UTF-8 text: save it as UTF-8, or leave binaries out of the path');
  if (text.startsWith(lfsPointer)) {
    throw fail(
      'is a Git LFS pointer, its text is elsewhere: take it out of .gitattributes, prompts are small enough for git',
    );
  }
  return text;
}
