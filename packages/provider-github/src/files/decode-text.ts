import { decodeUtf8 } from '@prompts/provider-kit';
import { githubError } from '../github-error.ts';

/** The first line of every Git LFS pointer: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const lfsPointerStart = 'version https://git-lfs.github.com/spec/v1\n';

/**
 * Decodes the text of a file. Keeps a byte order mark.
 * @param name The name of the file in errors.
 * @throws `CONTENT_INVALID` if the bytes are not UTF-8, or are a Git LFS pointer.
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) {
    throw githubError(
      'CONTENT_INVALID',
      `${name} is not UTF-8 text: save it as UTF-8, or exclude binary files from the path`,
    );
  }
  if (text.startsWith(lfsPointerStart)) {
    throw githubError(
      'CONTENT_INVALID',
      `${name} is a Git LFS pointer, and its text is stored elsewhere: store the file in git itself, without LFS`,
    );
  }
  return text;
}
