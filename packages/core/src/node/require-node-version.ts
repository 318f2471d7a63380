import { PromptError } from '../errors/prompt-error.ts';

/** The oldest version of Node.js that core runs on, as `engines` in package.json says: major and minor. */
export const oldestNode = [22, 19] as const;

/**
 * Refuses older versions of Node.js, which lack functions that core calls.
 * @param version The version that runs, such as `24.21.0`.
 * @throws PromptError `CONFIG_INVALID`.
 */
export function requireNodeVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  const needed = oldestNode.join('.');
  throw new PromptError(
    'CONFIG_INVALID',
    `@prompts/core needs Node.js ${needed} or newer, and this is ${version}: update Node.js`,
  );
}
