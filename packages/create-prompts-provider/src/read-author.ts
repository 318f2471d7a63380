import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Returns the user's name in the configuration of git. @returns undefined if there is no git, or no name. */
export async function readAuthor(): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)('git', ['config', '--get', 'user.name']);
    return stdout.trim() || undefined;
  } catch {
    return undefined;
  }
}
